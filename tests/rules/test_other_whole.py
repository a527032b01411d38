"""Every version of the five areas beside Security is whole, and says what of it is a reading.

Plain reading of the CSV files; no database.
"""

import pytest

from tests.rules.seed_rows import AZURE, BUSINESS, MODERN_WORK, OTHERS, SCORES, of_score, read

ADDS, DEPLOYMENTS, GROWTH = "net_customer_adds", "deployments", "usage_growth"
IDS = [f"{area}_{month}_{path}" for area, month, path in SCORES]


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_every_version_is_whole(area: str, month: str, path: str) -> None:
    """Every metric has parts or steps, every part a criterion, associations and products."""
    steps = {row["metric"] for row in of_score("rules/skilling_steps", area, month, path)}
    parts: dict[str, set[str]] = {}
    for row in of_score("rules/metric_parts", area, month, path):
        parts.setdefault(row["metric"], set()).add(row["part"])
    for row in of_score("rules/metrics", area, month, path):
        assert (row["metric"] in steps) == (row["combine"] == "steps"), row
        assert (row["metric"] in parts) != (row["metric"] in steps), row
    first = {
        (row["metric"], row["part"])
        for row in of_score("rules/criteria", area, month, path)
        if row["criterion"] in ("size", "used")
    }
    assert first == {(metric, part) for metric in parts for part in parts[metric]}
    for seed in ("eligible_associations", "eligible_products"):
        rows = of_score(f"rules/{seed}", area, month, path)
        for metric in parts:
            for part in parts[metric]:
                assert [
                    row for row in rows if row["part"] == part and row["metric"] in (metric, "*")
                ], (seed, metric, part)


def _assumed(seed: str, *names: str) -> set[tuple[str, ...]]:
    return {
        tuple(row[name] for name in ("rule_version", *names))
        for row in read(f"rules/{seed}", *OTHERS)
        if row["is_assumed"] == "true"
    }


def test_what_is_carried_back_is_marked() -> None:
    """Rows that no source prints for their version, and no others."""
    bizz, work = f"{BUSINESS}_2022_10", f"{MODERN_WORK}_2022_10"
    assert _assumed("metrics", "path", "metric") == {(bizz, "enterprise", GROWTH)}
    families = ("dynamics", "power_platform")
    parts = {(bizz, "enterprise", m, p) for m in (DEPLOYMENTS, GROWTH) for p in families}
    for path, part in (("enterprise", "dpor"), ("smb", "csp")):
        parts |= {(work, path, m, p) for m in (DEPLOYMENTS, GROWTH) for p in ("cpor", part)}
    assert _assumed("metric_parts", "path", "metric", "part") == parts
    criteria = {(f"{area}_2025_01", "smb", ADDS, "azure", "size") for area in AZURE}
    for path, part in (("enterprise", "dpor"), ("smb", "csp")):
        criteria |= {(work, path, DEPLOYMENTS, p, "activity") for p in ("cpor", part)}
    assert _assumed("criteria", "path", "metric", "part", "criterion") == criteria
    assert _assumed("partner_classes") == {(bizz,)}
    assert _assumed("programme") == _assumed("eligible_associations") == set()
    assert _assumed("excluded_offers") == set()
