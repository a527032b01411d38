"""The seeds say what the published rules of the five areas beside Security say of scores and of
what customers must have.

Plain reading of the CSV files; no database. The tables were written from the sources and not from
the seeds, so that a slip in either shows.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.rules.seed_rows import (
    AZURE,
    BUSINESS,
    MODERN_WORK,
    MONTHS,
    OTHERS,
    SCORES,
    Row,
    by_key,
    of_score,
    paths_of,
    read,
    table,
)

ADDS, DEPLOYMENTS, GROWTH = "net_customer_adds", "deployments", "usage_growth"
IDS = [f"{area}_{month}_{path}" for area, month, path in SCORES]

# First days, and whether the day is a reading.
STARTS = """
area   month    day         assumed
azure  2022_10  2022-10-03  true
azure  2025_01  2025-01-01  true
azure  2026_07  2026-07-01  false
bizz   2022_10  2022-10-03  true
bizz   2023_03  2023-03-01  true
bizz   2026_05  2026-05-08  true
bizz   2026_07  2026-07-01  true
work   2022_10  2022-10-03  true
work   2023_06  2023-06-12  true
work   2026_05  2026-05-08  true
work   2026_07  2026-07-01  true
"""
# Most points of each metric; what a metric is made of is its category and how its parts meet.
MAXIMA = """
metric                        data_ai  digital_app_innovation  infrastructure  bizz  work
net_customer_adds             30       30                      30              15    20
intermediate_certifications   40       20                      20              20    10
advanced_certifications       -        20                      20              15    15
usage_growth                  20       20                      20              30    30
deployments                   10       10                      10              20    25
"""
CATEGORIES = {
    ADDS: "performance",
    "intermediate_certifications": "skilling",
    "advanced_certifications": "skilling",
    DEPLOYMENTS: "customer_success",
    GROWTH: "customer_success",
}
# What a part counts, against what, by which step, and how many steps fill the metric.
PARTS = """
area   month    path        metric             part            how
azure  *        *           net_customer_adds  azure           tenant,acr_usd,tenants,difference,whole,3
azure  *        *           deployments        azure           service,acr_usd,services,level,whole,5
azure  *        *           usage_growth       azure           value,acr_usd,usd,percent,proportional,20
bizz   2022_10  enterprise  net_customer_adds  business        tenant_workload,revenue_usd,workloads,difference,whole,10
bizz   2022_10  smb         net_customer_adds  business        tenant_workload,revenue_usd,workloads,difference,whole,20
bizz   *        *           net_customer_adds  business        tenant_workload,revenue_usd,workloads,difference,whole,5
bizz   2022_10  smb         deployments        dynamics        tenant_workload,mcv,workloads,difference,whole,10
bizz   2022_10  smb         deployments        power_platform  tenant_workload,mcv,workloads,difference,whole,10
bizz   *        *           deployments        dynamics        tenant_workload,mcv,workloads,difference,whole,5
bizz   *        *           deployments        power_platform  tenant_workload,mcv,workloads,difference,whole,5
bizz   2022_10  smb         usage_growth       dynamics        value,mcv,mcv,percent,proportional,45
bizz   2022_10  smb         usage_growth       power_platform  value,mcv,mcv,percent,proportional,45
bizz   *        *           usage_growth       dynamics        value,mcv,mcv,percent,proportional,30
bizz   *        *           usage_growth       power_platform  value,mcv,mcv,percent,proportional,30
work   *        enterprise  net_customer_adds  m365            tenant,paid,tenants,difference,whole,5
work   *        smb         net_customer_adds  m365            tenant,paid,tenants,difference,whole,10
work   *        *           deployments        cpor            tenant,paid,tenants,difference,whole,5
work   *        enterprise  deployments        dpor            tenant,paid,tenants,difference,whole,10
work   *        smb         deployments        csp             tenant,paid,tenants,difference,whole,10
work   *        enterprise  usage_growth       cpor            value,active,users,difference,proportional,1000
work   *        smb         usage_growth       cpor            value,active,users,difference,proportional,500
work   *        enterprise  usage_growth       dpor            value,active,users,difference,proportional,4000
work   *        smb         usage_growth       csp             value,active,users,difference,proportional,2000
"""  # noqa: E501
# Bounds of the criteria: of the first row of a part that fits.
CRITERIA = """
area   month    path        metric             part            criterion  how
azure  2022_10  single      net_customer_adds  azure           size       tenant,acr_usd,2,max,>=1000
azure  *        enterprise  net_customer_adds  azure           size       tenant,acr_usd,2,max,>=1000
azure  *        smb         net_customer_adds  azure           size       tenant,acr_usd,2,max,>=500
azure  *        *           deployments        azure           used       service,acr_usd,12,sum,>0
azure  *        *           usage_growth       azure           size       tenant,acr_usd,12,sum,any
bizz   2022_10  *           net_customer_adds  business        size       tenant_workload,revenue_usd,1,last,>500
bizz   *        enterprise  net_customer_adds  business        size       tenant_workload,revenue_usd,1,last,>=1500
bizz   *        smb         net_customer_adds  business        size       tenant_workload,revenue_usd,1,last,>=250
bizz   *        enterprise  deployments        dynamics        size       tenant_workload,mcv,1,last,>=10000
bizz   *        enterprise  deployments        power_platform  size       tenant_workload,mcv,1,last,>=10000
bizz   *        smb         deployments        dynamics        size       tenant_workload,mcv,1,last,>=5000
bizz   *        smb         deployments        power_platform  size       tenant_workload,mcv,1,last,>=5000
bizz   *        *           usage_growth       dynamics        size       tenant_workload,mcv,1,last,any
bizz   *        *           usage_growth       power_platform  size       tenant_workload,mcv,1,last,any
work   *        enterprise  net_customer_adds  m365            size       tenant_workload,paid,1,last,>300
work   *        smb         net_customer_adds  m365            size       tenant_workload,paid,1,last,>=11<=300
work   *        enterprise  deployments        cpor            size       tenant_workload,paid,1,last,>300
work   *        enterprise  deployments        dpor            size       tenant_workload,paid,1,last,>300
work   *        smb         deployments        cpor            size       tenant_workload,paid,1,last,>=11<=300
work   *        smb         deployments        csp             size       tenant_workload,paid,1,last,>=11<=300
work   *        *           deployments        cpor            activity   tenant,active/paid,1,last,>=0.40
work   *        enterprise  deployments        dpor            activity   tenant,active/paid,1,last,>=0.40
work   *        smb         deployments        csp             activity   tenant,active/paid,1,last,>=0.40
work   *        enterprise  usage_growth       cpor            size       tenant_workload,paid,1,last,>300
work   *        enterprise  usage_growth       dpor            size       tenant_workload,paid,1,last,>300
work   *        smb         usage_growth       cpor            size       tenant_workload,paid,1,last,>=11<=300
work   *        smb         usage_growth       csp             size       tenant_workload,paid,1,last,>=11<=300
"""  # noqa: E501
SHORT = {BUSINESS: "bizz", MODERN_WORK: "work"}


def _lookup(text: str, area: str, month: str, path: str, *keys: str) -> dict[tuple[str, ...], str]:
    """The last column of the rows that fit a score, by their keys; of several the first."""
    found: dict[tuple[str, ...], str] = {}
    for row in table(text):
        asked = (SHORT.get(area, "azure"), month, path)
        if all(row[k] in (v, "*") for k, v in zip(("area", "month", "path"), asked, strict=True)):
            found.setdefault(tuple(row[key] for key in keys), row["how"])
    return found


def _bounds(row: Row) -> str:
    for bound in ("lower", "upper"):
        assert (row[bound] == "") == (row[f"{bound}_inclusive"] == ""), row
    ends = (">", "lower"), ("<", "upper")
    written = [
        sign + ("=" if row[f"{bound}_inclusive"] == "true" else "") + row[bound]
        for sign, bound in ends
        if row[bound]
    ]
    return "".join(written) or "any"


def test_versions_begin_when_the_sources_say() -> None:
    expected = [
        (area, f"{area}_{month}", row["day"], row["assumed"])
        for area, months in MONTHS.items()
        for month in months
        for row in table(STARTS)
        if (row["area"], row["month"]) == (SHORT.get(area, "azure"), month)
    ]
    columns = ("solution_area", "rule_version", "effective_from", "is_assumed")
    found = read("rules/rule_versions", *OTHERS)
    assert [tuple(row[column] for column in columns) for row in found] == expected


def test_a_total_of_70_qualifies_on_the_path_of_the_class_or_the_better_one() -> None:
    for row in read("rules/programme", *OTHERS):
        assert (row["qualifying_points"], row["baseline_months"]) == ("70", "12")
        assert (row["metric_floor_points"], row["metric_floor_inclusive"]) == ("0", "false")
        assert row["pass_basis"] == "exact"
        area, month = row["solution_area"], row["rule_version"][-7:]
        by_class = area != MODERN_WORK and len(paths_of(area, month)) == 2
        assert row["path_choice"] == ("by_class" if by_class else "qualifying_first"), row


def test_terms_of_the_designation_are_those_of_security() -> None:
    def terms(area: str) -> list[tuple[str, ...]]:
        names = ("effective_from", "window_months", "enrollment_days", "renewal_days")
        names += ("renewal_months_before",)
        return [tuple(row[n] for n in names) for row in read("rules/designation_terms", area)]

    for area in OTHERS:
        assert terms(area) == terms("security") != []


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_metrics_and_their_maxima_add_up_to_100(area: str, month: str, path: str) -> None:
    found = of_score("rules/metrics", area, month, path)
    assert {row["metric"]: row["max_points"] for row in found} == {
        row["metric"]: row[SHORT.get(area, area)]
        for row in table(MAXIMA)
        if row[SHORT.get(area, area)] != "-"
    }
    assert sum(int(row["max_points"]) for row in found) == 100
    for row in found:
        assert row["category"] == CATEGORIES[row["metric"]]
        is_best = area == MODERN_WORK and row["metric"] in (DEPLOYMENTS, GROWTH)
        together = "best_of" if is_best else "net_then_floor"
        assert row["combine"] == ("steps" if row["category"] == "skilling" else together)


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_growth_has_a_gate_and_nothing_else_does(area: str, month: str, path: str) -> None:
    gates = {
        row["metric"]: f"{row['gate_on']} {row['gate_lower']} {row['gate_lower_inclusive']}"
        for row in of_score("rules/metrics", area, month, path)
        if row["gate_on"] or row["gate_lower"] or row["gate_lower_inclusive"]
    }
    if area in AZURE:
        assert gates == {GROWTH: "current 1000 true"}
    elif area == BUSINESS:
        lower = 25000 if path == "smb" and month != "2022_10" else 50000
        assert gates == {GROWTH: f"baseline {lower} true"}
    else:
        assert gates == {}


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_parts(area: str, month: str, path: str) -> None:
    names = ("counts", "value_measure", "unit", "comparison", "step_rounding", "steps_to_max")
    found = of_score("rules/metric_parts", area, month, path)
    assert {row["step"] for row in found} == {"1"}
    assert {
        (row["metric"], row["part"]): ",".join(row[name] for name in names) for row in found
    } == _lookup(PARTS, area, month, path, "metric", "part")
    assert len(found) == len({(row["metric"], row["part"]) for row in found})


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_criteria(area: str, month: str, path: str) -> None:
    found = {
        (row["metric"], row["part"], row["criterion"]): ",".join(
            [
                row["holds_on"],
                row["measure"] + (f"/{row['per_measure']}" if row["per_measure"] else ""),
                row["window_months"],
                row["window_function"],
                _bounds(row),
            ]
        )
        for row in of_score("rules/criteria", area, month, path)
    }
    assert found == _lookup(CRITERIA, area, month, path, "metric", "part", "criterion")


def test_carry_over_is_for_smb_of_modern_work_since_2026_07() -> None:
    carried = [row for row in read("rules/criteria", *OTHERS) if row["carried_from_path"]]
    places = {(row["rule_version"], row["path"], row["criterion"]) for row in carried}
    assert places == {("modern_work_2026_07", "smb", "size")}
    assert {row["carried_from_path"] for row in carried} == {"enterprise"}
    assert sorted((row["metric"], row["part"]) for row in carried) == [
        (DEPLOYMENTS, "cpor"),
        (DEPLOYMENTS, "csp"),
        (ADDS, "m365"),
        (GROWTH, "cpor"),
        (GROWTH, "csp"),
    ]


def test_new_associations_are_a_matter_of_modern_work() -> None:
    for row in read("rules/metric_parts"):
        names = ("new_association_rule", "new_association_months", "new_association_ratio")
        rule = tuple(row[name] for name in names)
        if row["solution_area"] == MODERN_WORK and row["metric"] == GROWTH:
            assert rule == ("growth_since", "12", "")
        elif row["solution_area"] == MODERN_WORK and row["metric"] == DEPLOYMENTS:
            assert rule == ("not_if_active_when_new", "12", "0.40")
        else:
            assert rule == ("", "", "")


# Worked numbers of the sources: net units (or per cent, users) and the points they make.
WORKED = """
area   month    path        metric             part      units    points
azure  2022_10  single      net_customer_adds  azure     439      30
azure  2022_10  single      net_customer_adds  azure     1        10
azure  2022_10  single      deployments        azure     115      10
azure  2022_10  single      usage_growth       azure     113.91   20
azure  2026_07  enterprise  usage_growth       azure     4.18     4.18
bizz   2023_03  enterprise  usage_growth       dynamics  4.18     4.18
bizz   2023_03  enterprise  net_customer_adds  business  5        15
bizz   2023_03  smb         net_customer_adds  business  6        15
bizz   2023_03  smb         deployments        dynamics  5        20
bizz   2023_03  enterprise  usage_growth       dynamics  30       30
bizz   2023_03  smb         usage_growth       dynamics  20       20
bizz   2022_10  smb         usage_growth       dynamics  22.5     15
bizz   2022_10  smb         net_customer_adds  business  5        3.75
work   2023_06  enterprise  usage_growth       dpor      2000     15
work   2023_06  enterprise  usage_growth       cpor      1500     30
work   2023_06  smb         usage_growth       csp       1000     15
work   2023_06  smb         usage_growth       cpor      1000     30
work   2023_06  enterprise  deployments        dpor      4        10
work   2023_06  enterprise  deployments        cpor      3        15
work   2023_06  smb         deployments        csp       4        10
work   2023_06  smb         deployments        cpor      4        20
work   2023_06  smb         net_customer_adds  m365      -59      0
work   2023_06  smb         net_customer_adds  m365      10       20
work   2023_06  smb         deployments        csp       1        2.5
work   2023_06  smb         deployments        csp       10       25
work   2023_06  smb         deployments        cpor      -47      0
work   2023_06  smb         usage_growth       cpor      -23172   0
work   2023_06  smb         usage_growth       csp       2000     30
work   2023_06  enterprise  net_customer_adds  m365      -7       0
"""


@pytest.mark.parametrize("row", table(WORKED), ids=lambda row: " ".join(row.values()))
def test_worked_numbers(row: Row) -> None:
    areas = [area for area in OTHERS if SHORT.get(area, "azure") == row["area"]]
    for area in areas:
        key = (f"{area}_{row['month']}", row["path"], row["metric"])
        most = by_key("rules/metrics", "rule_version", "path", "metric")[key]["max_points"]
        names = ("rule_version", "path", "metric", "part")
        part = by_key("rules/metric_parts", *names)[*key, row["part"]]
        steps = Decimal(row["units"]) / Decimal(part["step"])
        if part["step_rounding"] == "whole":
            assert steps == int(steps)
        counted = min(max(Fraction(steps), Fraction(0)), Fraction(part["steps_to_max"]))
        points = Fraction(most) * counted / Fraction(part["steps_to_max"])
        assert points == Fraction(row["points"])
