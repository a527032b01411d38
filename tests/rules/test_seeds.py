"""The seeds say what the published rules of Security say of scores and tenants.

Plain reading of the CSV files; no database. The tables below were written from the sources and not
from the seeds, so that a slip in either shows.
"""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from tests.rules.seed_rows import PATHS, SECURITY, SINGLE, TWO_PATHS, Row, by_key, read, table

STARTS = dict(
    zip(
        SINGLE + TWO_PATHS,
        ("2022-10-03", "2023-06-13", "2023-12-01", "2025-01-01", "2026-07-01"),
        strict=True,
    )
)

# The size a tenant must have, by path: the same in every version that knows the path.
SIZES = """
metric             part   single   enterprise  smb
net_customer_adds  azure  >=100    >=600       >=600
net_customer_adds  m365   >=25     >300        >=5,<=300
deployments        azure  >=12000  >12000      >=750,<=12000
deployments        m365   >=25     >300        >=5,<=300
usage_growth       azure  any      >12000      >0,<=12000
usage_growth       m365   any      >300        >=5,<=300
"""

# Size of one increment, times the increments that fill the metric.
INCREMENTS = """
metric             part   single   enterprise  smb
net_customer_adds  azure  1x10     1x10        1x5
net_customer_adds  m365   1x10     1x10        1x5
deployments        azure  1x6      1x6         1x6
deployments        m365   1x6      1x6         1x6
usage_growth       azure  1250x20  1250x20     750x20
usage_growth       m365   125x20   125x20      50x20
"""

COMMON_SERVICES = {
    "Application Gateway", "Azure Active Directory B2C", "Azure Bastion", "Azure DDoS Protection",
    "Azure Firewall", "Azure Firewall Manager", "Azure Front Door Service", "Azure IoT Security",
    "Key Vault", "Microsoft Defender for Cloud", "Microsoft Entra Domain Services",
    "Microsoft Entra External ID", "Sentinel",
}  # fmt: skip
WORKLOADS = {
    "Microsoft Defender for Endpoint", "Microsoft Defender for Identity",
    "Microsoft Defender for Office 365", "Microsoft Entra ID P1", "Microsoft Intune",
    "Microsoft Purview Information Protection",
}  # fmt: skip


def bounds(row: Row) -> str:
    """The bounds of a criteria row as the tables above write them."""
    ends = (
        (">", row["lower"], row["lower_inclusive"]),
        ("<", row["upper"], row["upper_inclusive"]),
    )
    for _, bound, inclusive in ends:
        assert (bound == "") == (inclusive == ""), row
    written = [
        sign + ("=" if inclusive == "true" else "") + bound
        for sign, bound, inclusive in ends
        if bound
    ]
    return ",".join(written) or "any"


PART_KEY = ("rule_version", "path", "metric", "part")
EVERY_PART = [
    (version, path, row["metric"], row["part"])
    for version, paths in PATHS.items()
    for path in paths
    for row in table(SIZES)
]


def test_versions_begin_when_the_sources_say():
    versions = {row["rule_version"]: row for row in read("rules/rule_versions", SECURITY)}
    assert {name: row["effective_from"] for name, row in versions.items()} == STARTS
    assumed = {name for name, row in versions.items() if row["is_assumed"] == "true"}
    assert assumed == {"security_2023_06", "security_2025_01", "security_2026_07"}
    days = [
        date.fromisoformat(row["effective_from"]) for row in read("rules/rule_versions", SECURITY)
    ]
    assert all(earlier < later for earlier, later in pairwise(days))


def test_a_total_of_70_with_every_metric_above_zero_qualifies():
    rows = read("rules/programme", SECURITY)
    assert [row["rule_version"] for row in rows] == list(STARTS)
    for row in rows:
        assert (row["qualifying_points"], row["baseline_months"]) == ("70", "12")
        assert (row["metric_floor_points"], row["metric_floor_inclusive"]) == ("0", "false")
        assert (row["pass_basis"], row["path_choice"]) == ("exact", "qualifying_first")


def test_each_path_has_its_four_metrics_and_100_points():
    metrics = by_key("rules/metrics", "rule_version", "path", "metric", area=SECURITY)
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for (version, path, metric), row in metrics.items():
        found[version, path][metric] = f"{row['category']} {row['max_points']}"
    assert set(found) == {(version, path) for version in PATHS for path in PATHS[version]}
    for score in found.values():
        assert score == {
            "net_customer_adds": "performance 20",
            "intermediate_certifications": "skilling 40",
            "deployments": "customer_success 20",
            "usage_growth": "customer_success 20",
        }
        assert sum(int(text.split()[1]) for text in score.values()) == 100


def test_product_lines_are_netted_only_for_deployments_of_two_paths():
    combine = {
        "net_customer_adds": "floor_each",
        "intermediate_certifications": "steps",
        "usage_growth": "floor_each",
    }
    for row in read("rules/metrics", SECURITY):
        netted = "net_then_floor" if row["rule_version"] in TWO_PATHS else "floor_each"
        assert row["combine"] == combine.get(row["metric"], netted), row


def test_tenant_sizes():
    expected = {
        (version, path, row["metric"], row["part"]): row[path]
        for version, paths in PATHS.items()
        for path in paths
        for row in table(SIZES)
    }
    sizes = [row for row in read("rules/criteria", SECURITY) if row["criterion"] == "size"]
    assert {tuple(row[key] for key in PART_KEY): bounds(row) for row in sizes} == expected
    assert len(sizes) == len(expected), "a part has two size criteria"
    for row in sizes:
        how = [row[k] for k in ("holds_on", "measure", "window_months", "window_function")]
        azure = row["part"] == "azure"
        expected_how = "tenant acr_usd 12 sum" if azure else "tenant_workload paid 1 last"
        assert how == expected_how.split(), row
        assert row["per_measure"] == ""


def test_deployments_of_microsoft_365_ask_15_percent_activity_and_nothing_else_does():
    rows = [row for row in read("rules/criteria", SECURITY) if row["criterion"] != "size"]
    for row in rows:
        how = [row[k] for k in ("criterion", "holds_on", "measure", "per_measure")]
        assert how == ["activity", "tenant_workload", "active", "paid"], row
        assert bounds(row) == ">=0.15"
        assert (row["window_months"], row["window_function"]) == ("1", "last")
    assert sorted(tuple(row[key] for key in PART_KEY) for row in rows) == sorted(
        part for part in EVERY_PART if part[2:] == ("deployments", "m365")
    )


def test_carry_over_is_for_smb_of_2026_and_not_for_new_azure_customers():
    carried = {
        (row["rule_version"], row["path"], row["metric"], row["part"], row["criterion"])
        for row in read("rules/criteria", SECURITY)
        if row["carried_from_path"]
    }
    assert carried == {
        ("security_2026_07", "smb", metric, part, "size")
        for metric, part in (
            ("net_customer_adds", "m365"),
            ("deployments", "azure"),
            ("deployments", "m365"),
            ("usage_growth", "azure"),
            ("usage_growth", "m365"),
        )
    }
    origins = {row["carried_from_path"] for row in read("rules/criteria", SECURITY)} - {""}
    assert origins == {"enterprise"}


def test_increments():
    parts = by_key("rules/metric_parts", *PART_KEY, area=SECURITY)
    assert {key: f"{row['step']}x{row['steps_to_max']}" for key, row in parts.items()} == {
        (version, path, row["metric"], row["part"]): row[path]
        for version, paths in PATHS.items()
        for path in paths
        for row in table(INCREMENTS)
    }
    measures = {
        ("usage_growth", "azure"): "value acr_usd usd",
        ("usage_growth", "m365"): "value protected_users users",
        ("deployments", "azure"): "tenant acr_usd tenants",
        ("deployments", "m365"): "tenant paid tenants",
        ("net_customer_adds", "azure"): "tenant acr_usd tenants",
        ("net_customer_adds", "m365"): "tenant paid tenants",
    }
    for (_, _, metric, part), row in parts.items():
        found = f"{row['counts']} {row['value_measure']} {row['unit']}"
        assert found == measures[metric, part], row
        assert (row["comparison"], row["step_rounding"]) == ("difference", "whole")


@pytest.mark.parametrize("version", STARTS)
def test_eligible_products(version: str):
    later = {"Microsoft Entra", "Microsoft Entra Verified ID", "Microsoft Purview"}
    later.add("Microsoft Security Copilot")
    services = COMMON_SERVICES | (later if version == "security_2026_07" else {"Network Watcher"})
    rows = [row for row in read("rules/eligible_products") if row["rule_version"] == version]
    assert {(row["path"], row["mode"], row["weight"]) for row in rows} == {("*", "include", "")}
    assert Counter((row["metric"], row["part"], row["product"]) for row in rows) == Counter(
        [("*", "azure", service) for service in services]
        + [("*", "m365", workload) for workload in WORKLOADS]
    )


@pytest.mark.parametrize("version", STARTS)
def test_eligible_associations_in_their_order(version: str):
    tiers = [] if version in SINGLE else ["CSP Tier 1", "CSP Tier 2"]
    found: dict[str, dict[str, str]] = {"azure": {}, "m365": {}}
    for row in read("rules/eligible_associations", SECURITY):
        if row["rule_version"] == version:
            assert (row["path"], row["metric"]) == ("*", "*")
            found[row["part"]][row["rank"]] = row["association"]
    for part, first in (("azure", "PAL"), ("m365", "CPOR")):
        names = [first, *tiers]
        assert found[part] == {str(rank): name for rank, name in enumerate(names, start=1)}


def test_every_version_excludes_the_same_four_offers():
    found = Counter(
        (row["rule_version"], row["offer"]) for row in read("rules/excluded_offers", SECURITY)
    )
    offers = ("Support", "Internal", "Benefit Program", "Trial")
    assert found == Counter((version, offer) for version in STARTS for offer in offers)
