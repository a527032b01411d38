"""The scorer's Business Applications on small landing folders: lines, rates, class, coverage."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.golden.area_landings import MONTH, PARTNER, YEAR_AGO, delivery, metric, scored
from tests.scorer import score_landing
from tests.scorer.areas.names import ADDS, AREAS, DEPLOYMENTS, GROWTH
from tests.scorer.areas.result import AreaResult
from tests.scorer.values import month_index, read_month
from tests.worlds.writer import Delivery, World, guid

NEWEST, FIRST = "business_applications_2026_07", "business_applications_2022_10"


def _revenue(told: Delivery, tenant: str, amount: str, month: date = MONTH, **more: str) -> None:
    columns = {
        "FiscalMonthName": f"{month:%B, %Y}",
        "GlobalPartnerID": PARTNER,
        "PartnerAssociationType": "CSP Tier 1",
        "CustomerTenantID": guid(tenant),
        "SubscriptionId": guid("a"),
        "Workloads": "Sales",
        "AdjustedRevenueAmtCD": Decimal(amount),
    }
    told.add("BusinessApplicationsRevenue", **(columns | more))


def _usage(told: Delivery, tenant: str, users: int, month: date = MONTH, **more: object) -> None:
    columns = {
        "FiscalMonthName": f"{month:%b-%Y}",
        "GlobalPartnerID": PARTNER,
        "PartnerAssociationType": "CPOR OSU",
        "CustomerTenantID": guid(tenant),
        "SubscriptionID": guid("a"),
        "MetricType": "Paid",
        "Workload": "Business Central",
        "MAC": 0,
        "MAU": users,
    }
    told.add("BusinessApplicationsUsage", **(columns | more))


def _typed(told: Delivery, tenant: str, value: str, month: date = MONTH, **more: str) -> None:
    columns = {
        "PGAMpnId": PARTNER,
        "Month": month,
        "CustomerTenantId": guid(tenant),
        "Workload": "Business Central",
        "PartnerAssociationType": "CSP T1",
        "MonthlyConsumptionValue": Decimal(value),
    }
    told.add("MonthlyConsumption", **(columns | more))


def _path(result: AreaResult, version: str = NEWEST) -> tuple[str, str | None]:
    rows = {p: result.designations[PARTNER, MONTH, version, p] for p in ("enterprise", "smb")}
    (best,) = (path for path, row in rows.items() if row.is_best_path)
    return best, rows[best].class_basis


@pytest.mark.parametrize(
    "text",
    [
        *["July, 2023", "July 2023", "Jul 2023", "Jul-2023", "FY24-Jul", "2023-07", "7/1/2023"],
        *["JULY 2023", "fy24-jul"],
    ],
)
def test_fiscal_months(text: str) -> None:
    """All are July 2023; a fiscal year begins with it."""
    assert read_month(text) == month_index(date(2023, 7, 1))


def test_the_end_of_a_fiscal_year() -> None:
    """June belongs to the calendar year it is named after."""
    assert read_month("FY24-Jun") == month_index(date(2024, 6, 1))
    assert read_month("FY24-Dec") == month_index(date(2023, 12, 1))


def test_revenue_of_a_workload_of_a_tenant(tmp_path: Path) -> None:
    """Subscriptions are added, associations of a line are not, credits are taken off."""

    def fill(told: Delivery) -> None:
        _revenue(told, "two subscriptions", "200")
        _revenue(told, "two subscriptions", "50", SubscriptionId="")
        _revenue(told, "credit", "300")
        _revenue(told, "credit", "-50.01")
        _revenue(told, "better claim", "249", PartnerAssociationType="CPOR RevRec")
        _revenue(told, "better claim", "900", PartnerAssociationType="CSP T2")
        _revenue(told, "unknown claim", "900", PartnerAssociationType="CPOR")
        _revenue(told, "five workloads", "250", Workloads="HR (Human Resources)")
        _revenue(told, "five workloads", "250", Workloads="Omni-Channel")
        _revenue(told, "five workloads", "250", Workloads="Marketing")

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", ADDS).counted_units == 3
    assert metric(result, NEWEST, "smb", ADDS).points == 9
    found = {
        key[-2:]
        for key, share in result.contributions.items()
        if key[2:5] == (NEWEST, "smb", ADDS) and share.contribution
    }
    assert found == {
        (guid("two subscriptions"), "Sales"),
        (guid("five workloads"), "HR"),
        (guid("five workloads"), "Omni Channel"),
    }
    assert metric(result, FIRST, "smb", ADDS).counted_units == 0


def test_a_tenant_that_changes_workloads_nets_to_nothing(tmp_path: Path) -> None:
    """One more now, one less than a year ago."""

    def fill(told: Delivery) -> None:
        _revenue(told, "tenant", "900")
        _revenue(told, "tenant", "900", YEAR_AGO, Workloads="Finance")

    row = metric(scored(tmp_path, fill), NEWEST, "smb", ADDS)
    assert (row.counted_units, row.status, row.history_status) == (0, "no_points", "complete")


@pytest.mark.parametrize(
    ("now", "then", "path"),
    [
        (5, 5, ("enterprise", "computed")),
        (5, 4, ("smb", "computed")),
        (4, 0, ("smb", "computed")),
        (5, 0, ("enterprise", "unknown")),
    ],
)
def test_the_class_by_revenue(tmp_path: Path, now: int, then: int, path: tuple) -> None:
    """Five workloads above 5,000 in both months; a month without any row is not covered."""

    def fill(told: Delivery) -> None:
        for month, count in ((MONTH, now), (YEAR_AGO, then)):
            for number in range(count):
                _revenue(told, f"tenant {number}", "5000.01", month)
            if count:
                _revenue(told, "small", "5000", month)

    assert _path(scored(tmp_path, fill)) == path


def test_largest_line_of_a_workload(tmp_path: Path) -> None:
    """Neither subscriptions nor groups of SKUs nor names of one workload are added."""

    def fill(told: Delivery) -> None:
        _usage(told, "tenant", 4)
        _usage(told, "tenant", 5, SubscriptionID=guid("b"))
        _usage(told, "trial", 90, MetricType="Trial")
        _usage(told, "not told", 5, MetricType="")
        _usage(told, "sales", 24, Workload="Sales")
        _usage(told, "sales", 25, Workload="Field Service")
        _usage(told, "better claim", 4)
        _usage(told, "better claim", 9, PartnerAssociationType="CSP T1")

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", DEPLOYMENTS).counted_units == 3
    assert metric(result, FIRST, "smb", DEPLOYMENTS).counted_units == 2
    part = result.metric_parts[PARTNER, MONTH, NEWEST, "smb", GROWTH, "dynamics"]
    assert part.current_value == 5_000 + 5_000 + 5_000 + 4_000


def test_users_of_the_power_platform(tmp_path: Path) -> None:
    """Under an admin link: attached users where the file tells them; profiles by capacity."""

    def fill(told: Delivery) -> None:
        for tenant, workload, more in (
            ("apps", "Power Apps", {"PAMAU": 25}),
            ("pages", "Power Pages", {"PAMAU": ""}),
            ("profiles", "Customer Insights", {"MAC": 25_000}),
        ):
            columns = {"PartnerAssociationType": "PAL", "Workload": workload} | more
            _usage(told, tenant, 90, MONTH, **columns)
        _usage(told, "claimed", 90, Workload="Power BI")

    result = scored(tmp_path, fill)
    part = result.metric_parts[PARTNER, MONTH, NEWEST, "smb", GROWTH, "power_platform"]
    assert part.current_value == 10_000
    assert metric(result, NEWEST, "smb", DEPLOYMENTS).counted_units == 2


def test_without_attached_users_all_count(tmp_path: Path) -> None:
    """The file has no such column."""

    def fill(told: Delivery) -> None:
        _usage(told, "apps", 25, PartnerAssociationType="PAL", Workload="Power App")

    assert metric(scored(tmp_path, fill), NEWEST, "smb", DEPLOYMENTS).counted_units == 1


def test_growth_of_consumption(tmp_path: Path) -> None:
    """In percent; by tenant and workload it is a difference."""

    def fill(told: Delivery) -> None:
        _usage(told, "kept", 20)
        _usage(told, "kept", 25, YEAR_AGO)
        _usage(told, "new", 10)

    result = scored(tmp_path, fill)
    row = metric(result, NEWEST, "smb", GROWTH)
    assert (row.points, row.counted_units, row.history_status) == (20, 20, "complete")
    assert metric(result, NEWEST, "enterprise", GROWTH).status == "gate_not_met"
    key = (PARTNER, MONTH, NEWEST, "smb", GROWTH, "dynamics", guid("kept"), "Business Central")
    assert result.contributions[key].contribution == -5_000


def test_typed_consumption_replaces_the_report(tmp_path: Path) -> None:
    """For the whole month; the other month may come from the report."""

    def fill(told: Delivery) -> None:
        _usage(told, "reported", 90)
        _usage(told, "reported", 25, YEAR_AGO)
        _typed(told, "typed", "20000", Workload="CE", PartnerAssociationType="CPOR OSU")
        _typed(told, "typed", "10000", Workload="Sales", PartnerAssociationType="OSU")
        _typed(told, "typed", "90000", Workload="Sales", PartnerAssociationType="CSP T1")

    result = scored(tmp_path, fill)
    row = metric(result, NEWEST, "smb", GROWTH)
    assert (row.points, row.basis, row.history_status) == (20, "computed", "complete")


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    """By metric; what was typed stands in, in its own month."""
    missing = scored(tmp_path / "nothing", lambda _: None)
    for name, report in ((ADDS, "Revenue"), (GROWTH, "Usage"), (DEPLOYMENTS, "Usage")):
        row = metric(missing, NEWEST, "smb", name)
        assert row.reason_not_computable == f"dataset_missing: BusinessApplications{report}"
    total = missing.designations[PARTNER, MONTH, NEWEST, "enterprise"]
    assert (total.points_open, total.class_basis, total.is_open) == (65, "unknown", False)
    typed = scored(tmp_path / "typed", lambda told: _typed(told, "typed", "1"))
    assert metric(typed, NEWEST, "smb", GROWTH).status == "gate_not_met"
    assert metric(typed, NEWEST, "smb", ADDS).status == "not_computable"


def test_a_report_says_nothing_of_others(tmp_path: Path) -> None:
    """Profile alone is not covered by the rows of another partner, unless Coverage names it."""
    for name, named in (("silent", None), ("asked", PARTNER), ("of another", "6199999")):
        world = World()
        told = delivery(world)
        told.location("6199999")
        _revenue(told, "somebody", "900", GlobalPartnerID="6199999")
        if named:
            row = told.coverage("BusinessApplicationsRevenue", YEAR_AGO, MONTH)
            row["PGAMpnId"] = named
        result = score_landing(world.write(tmp_path / name / "landing"), AREAS).areas
        found = metric(result, NEWEST, "smb", ADDS).basis
        assert found == ("computed" if named == PARTNER else "not_computable"), name


def test_a_header_alone_covers_the_profile(tmp_path: Path) -> None:
    """Thirteen months, in which nothing was there."""

    def fill(told: Delivery) -> None:
        told.has("BusinessApplicationsRevenue", "BusinessApplicationsUsage")

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", ADDS).status == "no_points"
    assert metric(result, NEWEST, "smb", GROWTH).status == "gate_not_met"
    assert _path(result) == ("smb", "computed")
