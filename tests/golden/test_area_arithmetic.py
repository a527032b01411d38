"""Business Applications and Modern Work by the scorer: from people and values to points."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.scorer.areas import business_rules, modern_rules
from tests.scorer.areas.business_rules import (
    CLASS,
    DYNAMICS,
    POWER_PLATFORM,
    BusinessVersion,
    consumption,
    revenue_workload_of,
    usage_workload_of,
)
from tests.scorer.areas.classes import path_by_workloads
from tests.scorer.areas.modern_rules import CPOR, CSP, DPOR
from tests.scorer.areas.names import ADDS, ADVANCED, DEPLOYMENTS, GROWTH, INTERMEDIATE
from tests.scorer.areas.points import Outcome, Values, score_usage
from tests.scorer.areas.rules import AreaPath, AreaVersion
from tests.scorer.areas.skilling import score_people
from tests.scorer.rules import M365

VERSIONS: dict[str, AreaVersion] = {
    version.name: version for version in (*business_rules.VERSIONS, *modern_rules.VERSIONS)
}
BUSINESS_SUFFIXES = list(business_rules.STARTS)
MODERN_SUFFIXES = list(modern_rules.STARTS)


def _path(version: str, path: str) -> AreaPath:
    return VERSIONS[version].paths[path]


def _score(
    version: str, path: str, metric: str, values: Mapping[str, tuple[str | int, str | int]]
) -> Outcome:
    rule = next(r for r in _path(version, path).usage if r.metric == metric)
    both = {part: Values(Decimal(now), Decimal(then)) for part, (now, then) in values.items()}
    return score_usage(rule, both)


def _business(
    version: str, path: str, metric: str, now: str | int, then: str | int = 0
) -> tuple[Decimal, str]:
    """Score a metric of Business whose second part, if it has one, is empty."""
    rule = next(r for r in _path(version, path).usage if r.metric == metric)
    values = {part.part: (0, 0) for part in rule.parts} | {rule.parts[0].part: (now, then)}
    outcome = _score(version, path, metric, values)
    return outcome.points, outcome.status


def _people(version: str, path: str, metric: str, people: int) -> Decimal:
    rule = next(r for r in _path(version, path).skilling if r.metric == metric)
    return score_people(rule, (people,)).points


@pytest.mark.parametrize("name", VERSIONS)
def test_every_path_has_a_hundred_points(name: str) -> None:
    """Five metrics each."""
    for path in VERSIONS[name].paths.values():
        assert sum(path.max_points.values()) == 100
        assert len(path.max_points) == 5


@pytest.mark.parametrize(
    ("version", "path", "metric", "people", "points"),
    [
        ("business_applications_2026_07", "enterprise", INTERMEDIATE, 1, "1"),
        ("business_applications_2026_07", "enterprise", INTERMEDIATE, 20, "20"),
        ("business_applications_2026_07", "enterprise", INTERMEDIATE, 21, "20"),
        ("business_applications_2026_07", "smb", INTERMEDIATE, 1, "4"),
        ("business_applications_2026_07", "smb", INTERMEDIATE, 5, "20"),
        ("business_applications_2023_03", "enterprise", ADVANCED, 1, "2.1429"),
        ("business_applications_2023_03", "enterprise", ADVANCED, 3, "6.4286"),
        ("business_applications_2023_03", "enterprise", ADVANCED, 7, "15"),
        ("business_applications_2023_03", "smb", ADVANCED, 1, "7.5"),
        ("business_applications_2023_03", "smb", ADVANCED, 2, "15"),
        ("modern_work_2026_07", "smb", INTERMEDIATE, 1, "5"),
        ("modern_work_2026_07", "smb", INTERMEDIATE, 2, "10"),
        ("modern_work_2026_07", "enterprise", INTERMEDIATE, 1, "2.5"),
        ("modern_work_2026_07", "enterprise", INTERMEDIATE, 4, "10"),
        ("modern_work_2022_10", "enterprise", ADVANCED, 1, "7.5"),
        ("modern_work_2022_10", "enterprise", ADVANCED, 2, "15"),
        ("modern_work_2022_10", "smb", ADVANCED, 1, "15"),
        ("modern_work_2022_10", "smb", ADVANCED, 0, "0"),
    ],
)
def test_people(version: str, path: str, metric: str, people: int, points: str) -> None:
    """One step, no prerequisites."""
    assert _people(version, path, metric, people) == Decimal(points)


@pytest.mark.parametrize(
    ("suffix", "path", "counting", "not_counting"),
    [
        ("2022_10", "enterprise", "500.01", "500.00"),
        ("2022_10", "smb", "500.01", "500.00"),
        ("2023_03", "enterprise", "1500.00", "1499.99"),
        ("2023_03", "smb", "250.00", "249.99"),
        ("2026_07", "enterprise", "1500.00", "1499.99"),
        ("2026_07", "smb", "250.00", "249.99"),
    ],
)
def test_revenue_of_a_workload(suffix, path, counting, not_counting) -> None:
    """More than 500 USD at first, then from 1,500 or 250."""
    size = _path(f"business_applications_{suffix}", path).sizes[ADDS]
    assert size.holds(Decimal(counting))
    assert not size.holds(Decimal(not_counting))


@pytest.mark.parametrize("suffix", BUSINESS_SUFFIXES)
def test_consumption_of_a_deployment(suffix: str) -> None:
    """10,000 or 5,000 a month, in every version."""
    for path, bound in (("enterprise", 10_000), ("smb", 5_000)):
        size = _path(f"business_applications_{suffix}", path).sizes[DEPLOYMENTS]
        assert size.holds(Decimal(bound))
        assert not size.holds(Decimal(bound) - Decimal("0.01"))


@pytest.mark.parametrize(
    ("suffix", "path", "metric", "now", "expected"),
    [
        ("2023_03", "enterprise", ADDS, 5, ("15", "scored")),
        ("2023_03", "smb", ADDS, 6, ("15", "capped")),
        ("2023_03", "smb", ADDS, 1, ("3", "scored")),
        ("2022_10", "smb", ADDS, 5, ("3.75", "scored")),
        ("2022_10", "smb", ADDS, 20, ("15", "scored")),
        ("2022_10", "enterprise", ADDS, 10, ("15", "scored")),
        ("2022_10", "enterprise", ADDS, 9, ("13.5", "scored")),
        ("2023_03", "enterprise", DEPLOYMENTS, 5, ("20", "scored")),
        ("2026_07", "smb", DEPLOYMENTS, 1, ("4", "scored")),
        ("2022_10", "smb", DEPLOYMENTS, 5, ("10", "scored")),
        ("2022_10", "smb", DEPLOYMENTS, 10, ("20", "scored")),
        ("2022_10", "enterprise", DEPLOYMENTS, 5, ("20", "scored")),
    ],
)
def test_workloads_to_points(suffix, path, metric, now, expected) -> None:
    """A new qualifying workload of a tenant is a step."""
    points, status = expected
    found = _business(f"business_applications_{suffix}", path, metric, now)
    assert found == (Decimal(points), status)


@pytest.mark.parametrize(
    ("suffix", "path", "now", "then", "expected"),
    [
        ("2026_07", "enterprise", "104180", "100000", ("4.18", "scored")),
        ("2026_07", "enterprise", "65000", "50000", ("30", "scored")),
        ("2026_07", "enterprise", "65000.01", "50000", ("30", "capped")),
        ("2026_07", "enterprise", "99998", "49999", ("0", "gate_not_met")),
        ("2026_07", "smb", "30000", "25000", ("20", "scored")),
        ("2026_07", "smb", "30000", "24999.99", ("0", "gate_not_met")),
        ("2026_07", "smb", "24000", "25000", ("0", "no_points")),
        ("2026_07", "smb", "9", "0", ("0", "gate_not_met")),
        ("2022_10", "smb", "61250", "50000", ("15", "scored")),
        ("2022_10", "smb", "72500", "50000", ("30", "scored")),
        ("2022_10", "smb", "99998", "49999", ("0", "gate_not_met")),
    ],
)
def test_growth_of_consumption(suffix, path, now, then, expected) -> None:
    """In percent of a baseline that must be large enough."""
    points, status = expected
    found = _business(f"business_applications_{suffix}", path, GROWTH, now, then)
    assert found == (Decimal(points), status)


def test_both_parts_of_business_are_netted() -> None:
    """A loss of one is taken from the other, and the percentage is that of their sum."""
    name = "business_applications_2026_07"
    parts = {DYNAMICS: (7, 3), POWER_PLATFORM: (1, 3)}
    outcome = _score(name, "enterprise", DEPLOYMENTS, parts)
    assert (outcome.points, outcome.counted) == (8, 2)
    assert outcome.parts[POWER_PLATFORM].net_value == -2
    growth = {DYNAMICS: (30_000, 30_000), POWER_PLATFORM: (24_000, 20_000)}
    outcome = _score(name, "enterprise", GROWTH, growth)
    assert (outcome.points, outcome.counted) == (8, 8)
    assert {part.counted_units for part in outcome.parts.values()} == {None}


@pytest.mark.parametrize(
    ("now", "then", "path"),
    [
        *[(5, 5, "enterprise"), (5, 4, "smb"), (4, 5, "smb"), (0, 0, "smb"), (9, 6, "enterprise")],
        *[(None, 4, "smb"), (4, None, "smb"), (None, 5, None), (5, None, None), (None, None, None)],
    ],
)
def test_class_by_workloads(now: int | None, then: int | None, path: str | None) -> None:
    """Five in both months; one month with fewer decides whatever the other says."""
    assert path_by_workloads(CLASS, now, then) == path


def test_workloads_of_the_class_have_more_than_5000_usd() -> None:
    """Five thousand itself is not more."""
    assert CLASS.count(map(Decimal, ["5000", "5000.01", "4999.99", "9000"])) == 2


def test_rates() -> None:
    """Ten users or fifty thousand profiles are 10,000; Customer Engagement was cheaper at first."""
    first, newest = business_rules.VERSIONS[0], business_rules.VERSIONS[-1]
    assert isinstance(first, BusinessVersion)
    central, profiles = (usage_workload_of(n) for n in ("Business Central", "Customer Insights"))
    engagement = usage_workload_of("Customer Engagement")
    assert central and profiles and engagement
    assert consumption(newest.rates[central], Decimal(10)) == 10_000
    assert consumption(newest.rates[profiles], Decimal(50_000)) == 10_000
    assert consumption(newest.rates[engagement], Decimal(25)) == 5_000
    assert consumption(first.rates[engagement], Decimal(125)) == 5_000
    assert consumption(first.rates[engagement], Decimal(124)) < 5_000
    assert usage_workload_of("field  service") == engagement
    assert revenue_workload_of("Field Service") == "Field Service"


def test_workloads_by_version() -> None:
    """What came and what went."""
    earning = {v.name[-7:]: v.revenue_workloads for v in business_rules.VERSIONS}
    assert "Marketing" in earning["2023_03"] - earning["2026_05"]
    assert "Non-workload specific" in earning["2023_03"] - earning["2022_10"]
    assert "Copilot Studio" in earning["2026_05"] - earning["2023_03"]
    assert [len(earning[suffix]) for suffix in BUSINESS_SUFFIXES] == [23, 24, 26, 26]
    rates = {v.name[-7:]: v.rates for v in business_rules.VERSIONS}
    assert rates["2026_05"].keys() - rates["2023_03"].keys() == {"Contact Center"}


@pytest.mark.parametrize(
    ("path", "metric", "values", "points", "best"),
    [
        ("enterprise", GROWTH, {DPOR: (2_000, 0), CPOR: (1_500, 0)}, "30", CPOR),
        ("enterprise", GROWTH, {DPOR: (2_000, 0), CPOR: (0, 0)}, "15", DPOR),
        ("enterprise", GROWTH, {DPOR: (0, 0), CPOR: (1_000, 0)}, "30", CPOR),
        ("enterprise", GROWTH, {DPOR: (0, 0), CPOR: (999, 0)}, "29.97", CPOR),
        ("enterprise", GROWTH, {DPOR: (4_000, 0), CPOR: (1_000, 0)}, "30", CPOR),
        ("smb", GROWTH, {CSP: (1_000, 0), CPOR: (1_000, 0)}, "30", CPOR),
        ("smb", GROWTH, {CSP: (1_000, 0), CPOR: (0, 9)}, "15", CSP),
        ("smb", GROWTH, {CSP: (2_000, 0), CPOR: (0, 23_172)}, "30", CSP),
        ("smb", GROWTH, {CSP: (1, 0), CPOR: (0, 0)}, "0.015", CSP),
        ("enterprise", DEPLOYMENTS, {DPOR: (4, 0), CPOR: (3, 0)}, "15", CPOR),
        ("smb", DEPLOYMENTS, {CSP: (4, 0), CPOR: (4, 0)}, "20", CPOR),
        ("smb", DEPLOYMENTS, {CSP: (4, 0), CPOR: (3, 0)}, "15", CPOR),
        ("smb", DEPLOYMENTS, {CSP: (1, 0), CPOR: (0, 47)}, "2.5", CSP),
        ("smb", DEPLOYMENTS, {CSP: (10, 0), CPOR: (5, 0)}, "25", CPOR),
        ("smb", DEPLOYMENTS, {CSP: (0, 0), CPOR: (0, 0)}, "0", CPOR),
    ],
)
@pytest.mark.parametrize("suffix", MODERN_SUFFIXES)
def test_the_better_part_counts(suffix, path, metric, values, points, best) -> None:
    """Never both together; claims where they are equal."""
    outcome = _score(f"modern_work_{suffix}", path, metric, values)
    assert outcome.points == Decimal(points)
    assert {part for part, row in outcome.parts.items() if row.is_counted_part} == {best}


def test_units_of_the_better_part() -> None:
    """Progress and what is missing are those of the part that counts."""
    outcome = _score("modern_work_2026_07", "smb", DEPLOYMENTS, {CSP: (1, 0), CPOR: (0, 47)})
    assert (outcome.counted, outcome.missing, outcome.status) == (1, 9, "scored")
    assert outcome.parts[CPOR].units_to_next_point == 48
    growth = _score("modern_work_2026_07", "smb", GROWTH, {CSP: (2_001, 0), CPOR: (499, 0)})
    assert (growth.counted, growth.missing, growth.status) == (2_001, 0, "capped")


@pytest.mark.parametrize(
    ("path", "net", "points"),
    [
        *[("smb", -59, "0"), ("smb", 10, "20"), ("smb", 9, "18"), ("smb", 1, "2")],
        *[("enterprise", -7, "0"), ("enterprise", 5, "20"), ("enterprise", 1, "4")],
    ],
)
def test_customer_adds_of_modern_work(path: str, net: int, points: str) -> None:
    """Five tenants on Enterprise, ten on SMB."""
    values = {M365: (max(net, 0), max(-net, 0))}
    outcome = _score("modern_work_2026_07", path, ADDS, values)
    assert outcome.points == Decimal(points)


def test_a_whole_screen_of_modern_work() -> None:
    """20 and 25 of skilling, one deployment, full growth: 77.5."""
    name = "modern_work_2023_06"
    usage = [
        _score(name, "smb", ADDS, {M365: (10, 0)}),
        _score(name, "smb", DEPLOYMENTS, {CSP: (1, 0), CPOR: (0, 47)}),
        _score(name, "smb", GROWTH, {CSP: (2_000, 0), CPOR: (0, 23_172)}),
    ]
    people = [_people(name, "smb", INTERMEDIATE, 2), _people(name, "smb", ADVANCED, 1)]
    assert sum(outcome.points for outcome in usage) + sum(people) == Decimal("77.5")
