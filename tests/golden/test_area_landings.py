"""The scorer's Azure areas on small landing folders: coverage, lines, customers, typed figures."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.golden.area_landings import MONTH, NEEDED, PARTNER, YEAR_AGO, metric, scored
from tests.scorer import score_landing
from tests.scorer.areas.names import ADDS, AREAS, DATA_AI, DEPLOYMENTS, GROWTH, INTERMEDIATE
from tests.scorer.areas.result import AreaDesignation, AreaResult
from tests.worlds.writer import Delivery, World, add_months, guid

NEWEST, BEFORE = "data_ai_2026_07", "data_ai_2025_01"
METRICS = (ADDS, GROWTH, DEPLOYMENTS)


def _designation(result: AreaResult, version: str, path: str) -> AreaDesignation:
    return result.designations[PARTNER, MONTH, version, path]


def _path(result: AreaResult, version: str = NEWEST) -> tuple[str, str | None]:
    """Give the path that counts, and what it is based on."""
    rows = {path: _designation(result, version, path) for path in ("enterprise", "smb")}
    (best,) = (path for path, row in rows.items() if row.is_best_path)
    return best, rows[best].class_basis


def test_a_header_alone_says_nothing_was_there(tmp_path: Path) -> None:
    """Zero, not unknown; and no history."""
    result = scored(tmp_path, lambda _: None)
    statuses = {name: metric(result, NEWEST, "smb", name).status for name in METRICS}
    assert statuses == {ADDS: "no_points", GROWTH: "gate_not_met", DEPLOYMENTS: "no_points"}
    row = _designation(result, NEWEST, "smb")
    assert (row.history_status, row.metrics_not_computable) == ("short_history", 0)
    assert _path(result) == ("enterprise", "computed")
    assert row.class_share_pct is None


def _without_profile(folder: Path, fill) -> AreaResult:
    """Score a partner that only TrainingCompletions and what `fill` adds know."""
    world = World()
    other = world.delivery("2026-10").has(*NEEDED)
    other.location("6199999")
    other.azure("6199999", "somebody", MONTH, "1")
    fill(other)
    return score_landing(world.write(folder / "landing"), AREAS).areas


def _experts(told: Delivery) -> None:
    for number in range(10):
        for title in ("Azure Administrator Associate", "Azure Solutions Architect Expert"):
            told.certificate(PARTNER, f"p{number}", "SC-401", TrainingTitle=title)
        told.certificate(PARTNER, f"p{number}", "SC-401", TrainingTitle="Data Analyst Associate")


def test_usage_that_nobody_delivered_is_open(tmp_path: Path) -> None:
    """Forty points are known, sixty are not: the month may qualify."""
    result = _without_profile(tmp_path, _experts)
    for name in METRICS:
        row = metric(result, NEWEST, "enterprise", name)
        found = (row.points, row.counted_units, row.units_to_max, row.basis, row.status)
        assert found == (None, None, None, "not_computable", "not_computable")
        assert row.reason_not_computable == "dataset_missing: AzureUsage"
    total = _designation(result, NEWEST, "enterprise")
    assert (total.total_points, total.points_open, total.metrics_not_computable) == (40, 60, 3)
    assert (total.is_open, total.qualifies, total.metrics_without_points) == (True, False, 0)
    assert _path(result) == ("enterprise", "unknown")
    parts = {key[-1] for key in result.metric_parts if key[0] == PARTNER}
    assert parts == {"step_1", "step_2", "step_3"}


def test_points_that_were_typed(tmp_path: Path) -> None:
    """They stand for what cannot be computed, under the version in force, if they are possible."""

    def fill(told: Delivery) -> None:
        _experts(told)
        shown = [(ADDS, "20", "smb"), (GROWTH, "0.5", "SMB"), (DEPLOYMENTS, "10.01", "smb")]
        shown += [(DEPLOYMENTS, "10", ""), (ADDS, "0", "Enterprise"), (GROWTH, "", "Enterprise")]
        shown += [(DEPLOYMENTS, "4", "enterprise"), ("Deployments", "6", "enterprise")]
        for name, points, path in shown:
            told.add(
                "PartnerCenterScore",
                PGAMpnId=PARTNER,
                Month=MONTH,
                SolutionArea="Data & AI (Azure)",
                Path=path,
                Metric=name,
                Points=points,
            )

    result = _without_profile(tmp_path, fill)
    found = {
        (path, name): (row.points, row.basis, row.status, row.is_below_one_point)
        for path in ("smb", "enterprise")
        for name in METRICS
        for row in [metric(result, NEWEST, path, name)]
    }
    unknown = (None, "not_computable", "not_computable", False)
    assert found == {
        ("smb", ADDS): (20, "declared", "scored", False),
        ("smb", GROWTH): (Decimal("0.5"), "declared", "scored", True),
        ("smb", DEPLOYMENTS): unknown,
        ("enterprise", ADDS): (0, "declared", "no_points", False),
        ("enterprise", GROWTH): unknown,
        ("enterprise", DEPLOYMENTS): unknown,
    }
    smb = _designation(result, NEWEST, "smb")
    assert (smb.total_points, smb.points_open, smb.is_open) == (Decimal("60.5"), 10, True)
    enterprise = _designation(result, NEWEST, "enterprise")
    assert (enterprise.metrics_without_points, enterprise.is_open) == (1, False)
    assert metric(result, BEFORE, "smb", ADDS).basis == "not_computable"
    reason = metric(result, NEWEST, "smb", ADDS).reason_not_computable
    assert reason == "dataset_missing: AzureUsage"


def test_typed_points_never_change_computed_ones(tmp_path: Path) -> None:
    """Not even where they are more."""

    def fill(told: Delivery) -> None:
        columns = {"SolutionArea": DATA_AI, "Metric": ADDS, "Path": "smb", "Points": "30"}
        told.add("PartnerCenterScore", PGAMpnId=PARTNER, Month=MONTH, **columns)

    row = metric(scored(tmp_path, fill), NEWEST, "smb", ADDS)
    assert (row.points, row.basis) == (0, "computed")


@pytest.mark.parametrize(("rows", "reason"), [(20, None), (21, "services_filtered")])
def test_an_extract_of_security_alone(tmp_path: Path, rows: int, reason: str | None) -> None:
    """More than twenty rows, all of Security's services, eligible or not."""

    def fill(told: Delivery) -> None:
        for number in range(rows):
            more = {"PartnerAttributionType": "Deal registration"} if number == 0 else {}
            more["CustomerSegment"] = "SMB"
            told.azure(PARTNER, f"tenant {number}", MONTH, "600", **more)

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", ADDS).reason_not_computable == reason
    assert (_path(result)[1] == "unknown") is (reason is not None)


def test_one_other_service_is_enough(tmp_path: Path) -> None:
    """Also in a row without a tenant."""

    def fill(told: Delivery) -> None:
        for number in range(30):
            told.azure(PARTNER, f"tenant {number}", MONTH, "600")
        told.azure(PARTNER, "nobody", MONTH, "1", "Storage", CustomerTenantId="")

    row = metric(scored(tmp_path, fill), NEWEST, "smb", ADDS)
    assert (row.counted_units, row.points, row.status) == (30, 30, "capped")


def test_an_extract_that_ends_early_for_one_partner(tmp_path: Path) -> None:
    """Its own part file does not reach the month."""

    def fill(told: Delivery) -> None:
        told.location("6199999")
        told.azure("6199999", "somebody", MONTH, "1")
        told.azure(PARTNER, "tenant", add_months(MONTH, -1), "600")
        told.parts["AzureUsage"] = lambda row: f"_{row['PGAMpnId']}"

    row = metric(scored(tmp_path, fill), NEWEST, "smb", ADDS)
    assert row.reason_not_computable == "dataset_ends: AzureUsage at 2026-09"


def test_a_line_is_counted_once(tmp_path: Path) -> None:
    """Admin links before digital partners of record before the two tiers; offers left out."""

    def fill(told: Delivery) -> None:
        for association, amount in (("DPOR", "700"), ("CSP T1", "900"), ("PAL", "499")):
            told.azure(PARTNER, "linked", MONTH, amount, "Storage", attribution=association)
        for association, amount in (("CSP T2", "900"), ("Partner of record", "499")):
            told.azure(PARTNER, "recorded", MONTH, amount, "Storage", attribution=association)
        told.azure(PARTNER, "trying", MONTH, "900", "Storage", AI_OfferType="Trial")
        told.azure(PARTNER, "registered", MONTH, "900", attribution="Deal registration")

    result = scored(tmp_path, fill)
    key = (PARTNER, MONTH, NEWEST, "smb", GROWTH, "azure")
    assert result.metric_parts[key].current_value == 998
    assert metric(result, NEWEST, "smb", ADDS).counted_units == 0
    services = {key[-1]: row.ttm_acr_usd for key, row in result.deployments.items()}
    assert services == {"storage": 998}


def test_two_whole_years(tmp_path: Path) -> None:
    """Adds by tenant, growth in percent, services over twelve months."""

    def fill(told: Delivery) -> None:
        for back in range(24):
            month = add_months(MONTH, -back)
            told.azure(PARTNER, "steady", month, "110" if back < 12 else "100", "Storage")
            if back in (1, 13):
                told.azure(PARTNER, "both years", month, "600", "SQL Database")
        told.azure(PARTNER, "new", add_months(MONTH, -1), "500", "Virtual Machines")
        told.azure(PARTNER, "new", MONTH, "-20", "Bandwidth")
        told.azure(PARTNER, "old", add_months(YEAR_AGO, -2), "5000", "Bandwidth")

    result = scored(tmp_path, fill)
    adds = metric(result, NEWEST, "smb", ADDS)
    assert (adds.counted_units, adds.points, adds.history_status) == (1, 10, "complete")
    enterprise = metric(result, NEWEST, "enterprise", ADDS)
    assert (enterprise.points, enterprise.status) == (0, "no_points")
    part = result.metric_parts[PARTNER, MONTH, NEWEST, "smb", GROWTH, "azure"]
    assert (part.current_value, part.baseline_value) == (2_400, 6_800)
    services = {key[-1]: row.reason for key, row in result.deployments.items() if key[2] == NEWEST}
    assert services == {
        "storage": "counted",
        "sql database": "counted",
        "virtual machines": "excluded_service",
        "bandwidth": "no_positive_acr",
    }
    key = (PARTNER, MONTH, NEWEST, "smb", ADDS, "azure", guid("both years"), "")
    share = result.contributions[key]
    assert (share.is_qualified_current, share.is_qualified_baseline) == (True, True)


def _customer(told: Delivery, number: int, segment: str, **more: str) -> None:
    columns = {"CustomerSegment": segment, "CustomerTpid": str(number)} | more
    told.azure(PARTNER, f"tenant of {number}", MONTH, "10", "Storage", **columns)


def _listed(told: Delivery, number: int, month: date, **segments: str) -> None:
    columns = {"PGAMpnId": PARTNER, "CustomerTpid": str(number), "Month": month}
    told.add("CustomersAndTenants", CustomerTenantId="", **columns, **segments)


def test_customers_are_listed_better_than_reported(tmp_path: Path) -> None:
    """The newest month up to this one, its best column; usage where nothing is listed."""

    def fill(told: Delivery) -> None:
        _customer(told, 1, "Enterprise")
        _listed(told, 1, YEAR_AGO, SubSegment="Enterprise")
        _listed(told, 1, add_months(MONTH, -3), SubSegment="", CustomerSegment="SMB")
        _customer(told, 2, "SMB")
        _listed(told, 2, MONTH, SubSegment="UNKNOWN", TopSegment="Enterprise")
        for number in (3, 4, 5):
            _customer(told, number, "smb - commercial")

    result = scored(tmp_path, fill)
    assert _path(result) == ("smb", "computed")
    assert _designation(result, NEWEST, "smb").class_share_pct == 80
    assert _path(result, BEFORE) == ("enterprise", "computed")


def test_a_customer_is_counted_once(tmp_path: Path) -> None:
    """Whatever its tenants, by the segment of most of its usage; credits alone are no usage."""

    def fill(told: Delivery) -> None:
        columns = {"CustomerTpid": "1", "CustomerSegment": "SMB"}
        told.azure(PARTNER, "a", MONTH, "10", "Storage", **columns)
        told.azure(PARTNER, "b", MONTH, "9", "Storage", **(columns | {"CustomerSegment": "EDU"}))
        told.azure(PARTNER, "c", MONTH, "-5", "Storage", CustomerSegment="EDU")

    result = scored(tmp_path, fill)
    assert _designation(result, NEWEST, "smb").class_share_pct == 100


def test_typed_tracks(tmp_path: Path) -> None:
    """Azure is three areas, each judged for itself: two paths for one area are none."""

    def fill(told: Delivery) -> None:
        _customer(told, 1, "Enterprise")
        for area, path in (("azure", "smb"), ("data_ai", "Enterprise")):
            told.add("PartnerTrack", PGAMpnId=PARTNER, SolutionArea=area, Month=MONTH, Path=path)

    result = scored(tmp_path, fill)
    assert _path(result) == ("enterprise", "computed")
    assert _path(result, "infrastructure_2026_07") == ("smb", "declared")
    assert _path(result, "infrastructure_2025_01") == ("enterprise", "computed")
    assert _designation(result, "infrastructure_2026_07", "smb").class_share_pct == 0


def test_people_of_the_areas(tmp_path: Path) -> None:
    """Each metric has its own steps, each step its people."""
    result = scored(tmp_path, _experts)
    assert metric(result, NEWEST, "smb", INTERMEDIATE).points == 40
    key = (PARTNER, MONTH, NEWEST, "smb", INTERMEDIATE)
    assert [result.skilling_people[(*key, step)] for step in (1, 2, 3)] == [10, 10, 10]
