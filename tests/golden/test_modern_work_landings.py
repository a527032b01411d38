"""The scorer's Modern Work on small landing folders: seats by association, new associations."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.golden.area_landings import MONTH, PARTNER, YEAR_AGO, metric, scored
from tests.scorer.areas.names import ADDS, DEPLOYMENTS, GROWTH
from tests.scorer.areas.result import AreaMetricPart, AreaResult
from tests.worlds.writer import Delivery, add_months, guid

NEWEST, MAY = "modern_work_2026_07", "modern_work_2026_05"
LONG_AGO = date(2021, 3, 9)


def _office(
    told: Delivery, tenant: str, paid: int, active: int = 0, month: date = MONTH, **more: str
) -> None:
    columns = {
        "PGAMpnId": PARTNER,
        "CustomerTenantId": guid(tenant),
        "WorkloadName": "Teams",
        "Month": month,
        "PaidAvailableUnits": paid,
        "MonthlyActiveUsers": active,
        "MPNId": f"{PARTNER}1",
        "PartnerAttributionType": "CSP Tier 1",
    }
    told.add("OfficeUsage", **(columns | more))


def _claim(
    told: Delivery,
    tenant: str,
    paid: int,
    active: int = 0,
    month: date = MONTH,
    since: date | str = LONG_AGO,
    workload: str = "Exchange",
) -> None:
    more = {"workload": workload, "claim": f"{workload} {since}"}
    told.claim(PARTNER, tenant, month, paid, active, **more, DateAssociated=since)


def _year(told: Delivery) -> None:
    """Let all three extracts cover two years, by somebody without any seats."""
    for back in range(24):
        month = add_months(MONTH, -back)
        _office(told, "anchor", 0, 0, month)
        _claim(told, "anchor", 0, 0, month)
        told.ems(PARTNER, "anchor", month, {}, attach="CSP Tier 1")


def _part(result: AreaResult, path: str, name: str, part: str) -> AreaMetricPart:
    return result.metric_parts[PARTNER, MONTH, NEWEST, path, name, part]


def test_tiers_are_never_added(tmp_path: Path) -> None:
    """Tier 1 where it is in use, else Tier 2; customers by the larger of all."""

    def fill(told: Delivery) -> None:
        _year(told)
        second = {"PartnerAttributionType": "CSP T2"}
        _office(told, "both", 10, 3)
        _office(told, "both", 12, 9, MONTH, **second)
        _office(told, "second", 0, 0)
        _office(told, "second", 12, 9, MONTH, **second)

    result = scored(tmp_path, fill)
    assert _part(result, "smb", GROWTH, "csp").current_value == 9
    assert metric(result, NEWEST, "smb", ADDS).counted_units == 2


def test_seats_of_one_location(tmp_path: Path) -> None:
    """The smallest as text; rows of one spelling are summed, of two the larger counts."""

    def fill(told: Delivery) -> None:
        _year(told)
        _office(told, "tenant", 6, 4, MPNId="10")
        _office(told, "tenant", 6, 5, MPNId="10")
        _office(told, "tenant", 11, 2, MPNId="10", WorkloadName="Microsoft Teams")
        _office(told, "tenant", 900, 900, MPNId="9")

    result = scored(tmp_path, fill)
    assert _part(result, "smb", ADDS, "m365").current_value == 1
    assert _part(result, "smb", GROWTH, "csp").current_value == 5
    assert _part(result, "enterprise", ADDS, "m365").current_value == 0


def test_seats_of_two_extracts(tmp_path: Path) -> None:
    """The larger, paid and active each; paid SKUs alone, subscriptions added."""

    def fill(told: Delivery) -> None:
        _year(told)
        _office(told, "tenant", 14, 3, WorkloadName="Intune")
        for name in ("one", "two"):
            seats = {"Microsoft Intune": (6, 5)}
            told.ems(PARTNER, "tenant", MONTH, seats, attach="CSP T1", subscription=name)
        free = {"Microsoft Intune": (900, 900)}
        told.ems(PARTNER, "tenant", MONTH, free, attach="CSP T1", FreeVsPaidSKU="Free")
        told.ems(PARTNER, "claimed here", MONTH, {"Microsoft Intune": (50, 50)}, attach="CPOR")

    result = scored(tmp_path, fill)
    assert _part(result, "smb", GROWTH, "csp").current_value == 5
    assert _part(result, "smb", ADDS, "m365").current_value == 1


def test_the_better_of_two_associations(tmp_path: Path) -> None:
    """Users of every eligible workload, not capped at what is paid; points are not added."""

    def fill(told: Delivery) -> None:
        _year(told)
        _claim(told, "claimed", 20, 130, since=LONG_AGO)
        _claim(told, "claimed", 5, 20, workload="Yammer")
        _claim(told, "claimed", 300, 300, workload="Skype for Business")
        _office(told, "sold", 300, 1_000, YEAR_AGO)
        _office(told, "sold", 300, 2_000)
        _office(told, "sold", 300, 2_000, add_months(YEAR_AGO, -9))

    result = scored(tmp_path, fill)
    row = metric(result, NEWEST, "smb", GROWTH)
    assert (row.points, row.counted_units, row.units_to_max) == (15, 1_000, 1_000)
    assert _part(result, "smb", GROWTH, "cpor").net_value == 150
    assert _part(result, "smb", GROWTH, "csp").is_counted_part
    assert not _part(result, "smb", GROWTH, "cpor").is_counted_part


def test_a_month_before_its_claim_does_not_count(tmp_path: Path) -> None:
    """The month of the claim does; a claim without a day says nothing."""

    def fill(told: Delivery) -> None:
        _year(told)
        for month in (YEAR_AGO, MONTH):
            _claim(told, "new", 20, 30, month, since=date(2026, 10, 30))
            _claim(told, "undated", 20, 30, month, since="")

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", ADDS).counted_units == 1
    growth = _part(result, "smb", GROWTH, "cpor")
    # What the new claim found is nobody's growth.
    assert (growth.current_value, growth.baseline_value) == (60, 60)
    key = (PARTNER, MONTH, NEWEST, "smb", GROWTH, "cpor", guid("new"), "")
    share = result.contributions[key]
    assert (share.is_qualified_current, share.is_qualified_baseline) == (True, False)
    assert share.contribution == 0


def test_growth_since_an_association(tmp_path: Path) -> None:
    """By workload; the first month with seats, where the month before was delivered."""

    def fill(told: Delivery) -> None:
        _year(told)
        for month, active in ((add_months(MONTH, -4), 100), (MONTH, 250)):
            _office(told, "tenant", 50, active, month)
        for month in (YEAR_AGO, MONTH):
            _office(told, "tenant", 50, 40, month, WorkloadName="Exchange")
        # Seats of nobody are no association yet.
        _office(told, "tenant", 0, 0, add_months(MONTH, -9))

    growth = _part(scored(tmp_path, fill), "smb", GROWTH, "csp")
    assert (growth.current_value, growth.baseline_value, growth.net_value) == (290, 140, 150)
    assert growth.counted_units == 150


def test_a_workload_that_is_gone_again(tmp_path: Path) -> None:
    """What its association found is taken off while the tenant passes."""

    def fill(told: Delivery) -> None:
        _year(told)
        for month in (YEAR_AGO, MONTH):
            _office(told, "tenant", 50, 40, month)
        _office(told, "tenant", 50, 30, add_months(MONTH, -2), WorkloadName="Yammer")

    growth = _part(scored(tmp_path, fill), "smb", GROWTH, "csp")
    assert (growth.current_value, growth.baseline_value) == (40, 70)


@pytest.mark.parametrize(
    ("paid", "active", "counted"),
    [(100, 40, 1), (100, 41, 0), (0, 0, 1)],
)
def test_tenants_that_were_active_when_new(
    tmp_path: Path, paid: int, active: int, counted: int
) -> None:
    """More than 40 % in the month of the association: no deployment for a year."""

    def fill(told: Delivery) -> None:
        _year(told)
        began = add_months(MONTH, -11)
        _claim(told, "tenant", paid, active, began, since=began)
        _claim(told, "tenant", 100, 40, since=began)

    assert metric(scored(tmp_path, fill), NEWEST, "smb", DEPLOYMENTS).counted_units == counted


def test_a_tenant_of_more_than_a_year_is_old(tmp_path: Path) -> None:
    """Also one of which a workload has no known association."""

    def fill(told: Delivery) -> None:
        _year(told)
        began = add_months(MONTH, -12)
        _claim(told, "of last year", 9, 9, began, since=began)
        _claim(told, "of last year", 20, 20, since=began)
        _claim(told, "unknown", 20, 20, since="")
        _claim(told, "unknown", 20, 20, since=MONTH, workload="Teams")

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", DEPLOYMENTS).counted_units == 2
    assert metric(result, NEWEST, "smb", DEPLOYMENTS).points == 10


def test_carried_over(tmp_path: Path) -> None:
    """A tenant that outgrew SMB within the year stays there since July 2026."""

    def fill(told: Delivery) -> None:
        _year(told)
        _claim(told, "grown", 300, 120, YEAR_AGO)
        _claim(told, "grown", 301, 121)

    result = scored(tmp_path, fill)
    counted = {
        (version, path): metric(result, version, path, DEPLOYMENTS).counted_units
        for version in (NEWEST, MAY)
        for path in ("smb", "enterprise")
    }
    assert counted == {
        (NEWEST, "smb"): 0,
        (NEWEST, "enterprise"): 1,
        (MAY, "smb"): 0,
        (MAY, "enterprise"): 1,
    }
    assert _part(result, "smb", DEPLOYMENTS, "cpor").current_value == 1
    assert _part(result, "smb", GROWTH, "cpor").net_value == 1
    before = result.metric_parts[PARTNER, MONTH, MAY, "smb", GROWTH, "cpor"]
    assert before.net_value == -120


def test_partners_of_record_are_enterprise(tmp_path: Path) -> None:
    """Each path has its own second part."""

    def fill(told: Delivery) -> None:
        _year(told)
        _office(told, "recorded", 301, 500, PartnerAttributionType="DPOR")
        _office(told, "sold", 301, 900)

    result = scored(tmp_path, fill)
    assert _part(result, "enterprise", GROWTH, "dpor").current_value == 500
    assert metric(result, NEWEST, "enterprise", ADDS).counted_units == 1
    assert _part(result, "smb", GROWTH, "csp").current_value == 0


def test_premium_counts_in_customer_success(tmp_path: Path) -> None:
    """It makes no customer."""

    def fill(told: Delivery) -> None:
        _year(told)
        _claim(told, "tenant", 100, 50, workload="Teams Premium")

    result = scored(tmp_path, fill)
    assert metric(result, NEWEST, "smb", ADDS).counted_units == 0
    assert metric(result, NEWEST, "smb", DEPLOYMENTS).counted_units == 1
    assert metric(result, "modern_work_2023_06", "smb", DEPLOYMENTS).counted_units == 0


def test_a_part_is_shown_where_another_is_missing(tmp_path: Path) -> None:
    """All that is missing is named; no part is the one that counts."""

    def fill(told: Delivery) -> None:
        _claim(told, "tenant", 100, 50, YEAR_AGO)
        _claim(told, "tenant", 100, 50)
        told.location("6199999")
        told.ems("6199999", "somebody", MONTH, {}, FreeVsPaidSKU="Free")
        told.ems(PARTNER, "tenant", add_months(MONTH, -1), {})
        told.parts["EMSUsage"] = lambda row: f"_{row['PGAMpnId']}"

    result = scored(tmp_path, fill)
    row = metric(result, NEWEST, "smb", DEPLOYMENTS)
    assert (row.points, row.status) == (None, "not_computable")
    missing = "dataset_missing: OfficeUsage; dataset_ends: EMSUsage at 2026-09"
    assert row.reason_not_computable == missing
    part = _part(result, "smb", DEPLOYMENTS, "cpor")
    assert (part.current_value, part.is_counted_part) == (1, False)
    total = result.designations[PARTNER, MONTH, NEWEST, "smb"]
    assert (total.points_open, total.class_basis) == (75, None)


def test_history_of_a_whole_year(tmp_path: Path) -> None:
    """Each month of it, of all extracts that have the partner."""
    whole = scored(tmp_path / "whole", _year)
    assert metric(whole, NEWEST, "smb", ADDS).history_status == "complete"

    def fill(told: Delivery) -> None:
        for back in range(12):
            _office(told, "tenant", 1, 1, add_months(MONTH, -back))

    short = scored(tmp_path / "short", fill)
    assert metric(short, NEWEST, "smb", ADDS).history_status == "short_history"
    assert metric(short, NEWEST, "smb", ADDS).points == Decimal(0)
