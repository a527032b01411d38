"""`make explain` where several solution areas are scored, and of what is not known.

Acts: whoever changes orchestration/explain.
"""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.explain.data import MetricStory, Row
from orchestration.explain.explanation import explain
from orchestration.explain.subject import ExplainError, Question
from orchestration.explain.words import (
    class_of_partner,
    missing_of_metric,
    missing_of_total,
    number,
    points_of_total,
    state_of_metric,
    state_of_part,
)
from orchestration.publish.release import read_release
from tests.golden.test_trace import built_of

PARTNER = "9900100"


@pytest.fixture(scope="module")
def tell(demo_areas_landing: Path, build_marts) -> Callable[..., str]:
    """`tell(area=…, …)`: the page on one partner as text, without the breaks of lines."""
    built = built_of(demo_areas_landing, build_marts(demo_areas_landing))
    release = read_release(built.release)
    assert release is not None

    def page(**asked: str) -> str:
        out = io.StringIO()
        console = Console(file=out, width=120, highlight=False)
        question = Question(PARTNER, **asked)
        explain(release, built.settings, question, console, 1000)
        return " ".join(out.getvalue().split())

    return page


def test_without_an_area_the_error_lists_them(tell) -> None:
    with pytest.raises(ExplainError) as raised:
        tell()
    for words in ("AREA=…", "Security (security)", "Infrastructure (Azure) (infrastructure)"):
        assert words in str(raised.value)
    with pytest.raises(ExplainError, match="AREA=kitchen fits none"):
        tell(area="kitchen")


def test_the_area_asked_for_is_explained(tell) -> None:
    """By a part of its name; months, rules and metrics are those of the area."""
    text = tell(area="SECUR", metric="deployments")
    assert "Contoso Security 9900100 · Security · October 2026" in text
    assert "tenants now less" in text and "The partner's class" not in text
    tenant = tell(area="infra", metric="deployments", tenant="tenant16")
    assert "Services count for all tenants together" in tenant and "Nothing counts" not in tenant
    assert "infrastructure_2026_07" in tell(area="azure", metric="deployments", rules="2026_07")


def test_percent_services_classes_and_advanced_certifications(
    tell, demo_areas_landing: Path, build_marts
) -> None:
    """Each in words, with the figures of the marts."""
    text = tell(area="infrastructure")
    marts = build_marts(demo_areas_landing)
    where = (
        f"partner_id = '{PARTNER}' and solution_area = 'infrastructure' and is_rule_in_force "
        "and as_of_month = (select max(as_of_month) from marts.fct_metric_scores)"
    )
    [(change, points)] = marts.execute(
        "select change_pct, points from marts.fct_metric_parts as parts inner join "
        "marts.fct_metric_scores as scores using (partner_id, as_of_month, solution_area, "
        f"rule_version, path, metric) where scores.{where.replace(' and ', ' and scores.', 3)} "
        "and path = 'smb' and metric = 'usage_growth'"
    ).fetchall()
    assert (
        f"Usage growth {number(points)} of 20 points · {number(change)} % of growth count" in text
    )
    assert f"+{number(change)} % of the baseline" in text
    services = marts.execute(
        f"select service, ttm_acr_usd from marts.fct_service_deployments where {where}"
    ).fetchall()
    assert services
    for service, acr in services:
        assert f"{service} ${acr:,.2f} Counts" in text
    assert f"Azure: {len(services)} services now, counts as {len(services)} units" in text
    assert "The partner's class takes the SMB path, as computed from its customers: of " in text
    assert "rule partner classes customer_share: ≥ 0.8" in text
    _, advanced = text.split("Advanced certifications 0 of 20 points")
    assert "First the steps: 1 person in step 1 and 1 person in step 2." in advanced
    assert "AZ-305" in advanced or "nobody holds a certificate of this step" in advanced


def _metric(**more: object) -> MetricStory:
    row: Row = {
        "label": "Growth", "points": Decimal(5), "max_points": Decimal(20), "unit": "percent",
        "counted_units": Decimal("5.123456789"), "units_to_max": Decimal(15), "status": "scored",
        "points_missing": Decimal(15), "basis": "computed", "not_known": None,
    }  # fmt: skip
    return MetricStory(row | more, (), ())


def test_what_is_not_known_is_no_zero() -> None:
    unknown = _metric(points=None, basis="not_computable", not_known="no Revenue of this month")
    assert state_of_metric(unknown.metric) == "not known, up to 20 points"
    assert missing_of_metric(unknown) == (
        "The metric cannot be computed: no Revenue of this month."
    )
    declared = _metric(basis="declared", not_known="Revenue ends in 2026-08")
    assert state_of_metric(declared.metric) == "5 of 20 points · declared"
    assert "(Revenue ends in 2026-08): the points are what Partner" in missing_of_metric(declared)


def test_a_metric_in_per_cent() -> None:
    assert state_of_metric(_metric().metric) == (
        "5 of 20 points · 5.1235 % of growth count · scored"
    )
    assert missing_of_metric(_metric()).endswith("To the maximum: 15 % more growth.")
    gate = missing_of_metric(_metric(status="gate_not_met"))
    assert gate == "15 points are missing. Usage is below what growth is asked for."
    assert "no usage a year ago" in missing_of_metric(_metric(status="no_baseline"))


def test_a_total_that_is_partly_known() -> None:
    total: Row = {
        "qualifies": False, "total_points": Decimal(42), "qualifying_points": Decimal(70),
        "points_short": Decimal(28), "possible_points": Decimal(72), "is_open": True,
        "metrics_not_computable": 1, "metrics_without_points": 0,
    }  # fmt: skip
    unknown = _metric(points=None)
    assert points_of_total(total) == "42 points known, up to 72"
    assert missing_of_total(total, [unknown]) == (
        "not known whether that qualifies: Growth is not known"
    )
    lost = total | {"possible_points": Decimal(60), "is_open": False}
    assert missing_of_total(lost, [unknown]) == (
        "does not qualify: at most 60 of 70 points; Growth is not known"
    )


@pytest.mark.parametrize(
    ("basis", "share", "words"),
    [
        ("computed", None, "takes the SMB path, as computed from its customers."),
        ("computed", Decimal("88.65546"), "of those whose segment is known, 88.6555 % are of"),
        ("declared", None, "takes the SMB path, as PartnerTrack declares it."),
        ("unknown", None, "is not known: SMB path is taken, and either may count."),
    ],
)
def test_the_class_of_a_partner(basis: str, share: Decimal | None, words: str) -> None:
    total = {"class_basis": basis, "class_share_pct": share}
    assert words in class_of_partner(total, "SMB path")


def test_a_part_that_another_one_beats() -> None:
    part: Row = {
        "unit": "usd", "current_value": Decimal(9), "baseline_value": Decimal(4),
        "net_value": Decimal(5), "counted_units": Decimal(1), "is_counted_part": False,
        "change_pct": None,
    }  # fmt: skip
    assert state_of_part(part, is_percentage=False) == (
        "$9.00 now less $4.00 at the baseline = +$5.00, not counted: another one is better"
    )
    counted = state_of_part(part | {"is_counted_part": None}, is_percentage=False)
    assert counted.endswith("counts as 1 unit")
