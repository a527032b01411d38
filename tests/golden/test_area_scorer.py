"""The scorer's Azure areas by themselves, without any build: worked examples and bounds."""

from datetime import date
from decimal import Decimal

import pytest

from tests.scorer.areas.azure import largest, verdict
from tests.scorer.areas.azure_rules import VERSIONS
from tests.scorer.areas.names import (
    ADDS,
    ADVANCED,
    APP_INNOVATION,
    DATA_AI,
    DEPLOYMENTS,
    GROWTH,
    INFRASTRUCTURE,
    INTERMEDIATE,
)
from tests.scorer.areas.points import Values, score_usage
from tests.scorer.areas.rules import AreaPath, AreaVersion
from tests.scorer.areas.score import version_in_force
from tests.scorer.areas.skilling import score_people, score_steps
from tests.scorer.rules import AZURE
from tests.scorer.values import month_index

BY_NAME: dict[str, AreaVersion] = {version.name: version for version in VERSIONS}
OCTOBER = month_index(date(2026, 10, 1))


def _path(version: str, path: str) -> AreaPath:
    return BY_NAME[version].paths[path]


def _usage(metric: str, current: str, baseline: str | None = "0"):
    rule = next(r for r in _path("data_ai_2026_07", "smb").usage if r.metric == metric)
    base = None if baseline is None else Decimal(baseline)
    return score_usage(rule, {AZURE: Values(Decimal(current), base)})


def _skilling(version: str, path: str, metric: str, *people: int) -> Decimal:
    rule = next(r for r in _path(version, path).skilling if r.metric == metric)
    return score_people(rule, people).points


@pytest.mark.parametrize(
    ("month", "suffix"),
    [
        *[((2022, 10), "2022_10"), ((2024, 12), "2022_10"), ((2025, 1), "2025_01")],
        *[((2026, 6), "2025_01"), ((2026, 7), "2026_07"), ((2030, 1), "2026_07")],
    ],
)
@pytest.mark.parametrize("area", [DATA_AI, APP_INNOVATION, INFRASTRUCTURE])
def test_versions_in_force(area: str, month: tuple[int, int], suffix: str) -> None:
    """The newest that has begun by the last day of the month."""
    found = version_in_force(area, month_index(date(*month, 1)))
    assert found.name == f"{area}_{suffix}"


def test_every_path_has_a_hundred_points() -> None:
    """Four metrics in Data & AI, five in the other two."""
    for version in VERSIONS:
        for path in version.paths.values():
            assert sum(path.max_points.values()) == 100
            assert len(path.max_points) == (4 if version.area == DATA_AI else 5)


DATA_AI_EXAMPLES = [
    ("2022_10", "single", (2, 2, 3), "12"),
    ("2022_10", "single", (2, 2, 2), "8"),
    ("2022_10", "single", (2, 0, 2), "0"),
    ("2022_10", "single", (1, 2, 2), "0"),
    ("2026_07", "enterprise", (2, 2, 3), "12"),
    ("2026_07", "enterprise", (2, 2, 2), "8"),
    ("2026_07", "enterprise", (2, 0, 2), "0"),
    ("2026_07", "enterprise", (1, 2, 2), "0"),
    ("2026_07", "enterprise", (2, 2, 9), "36"),
    ("2026_07", "enterprise", (2, 2, 10), "40"),
    ("2026_07", "enterprise", (2, 2, 11), "40"),
    ("2026_07", "smb", (2, 2, 3), "20"),
    ("2026_07", "smb", (2, 2, 2), "16"),
    ("2026_07", "smb", (2, 0, 2), "4"),
    ("2026_07", "smb", (0, 0, 2), "0"),
    ("2026_07", "smb", (0, 1, 0), "4"),
    ("2026_07", "smb", (1, 1, 7), "36"),
    ("2026_07", "smb", (1, 1, 8), "40"),
    ("2026_07", "smb", (1, 1, 9), "40"),
    ("2025_01", "smb", (1, 1, 8), "40"),
]


@pytest.mark.parametrize(("suffix", "path", "people", "points"), DATA_AI_EXAMPLES)
def test_data_ai_people(suffix: str, path: str, people: tuple, points: str) -> None:
    """People in steps 1, 2 and 3."""
    assert _skilling(f"data_ai_{suffix}", path, INTERMEDIATE, *people) == Decimal(points)


TWO_STEPS = [
    ("2022_10", "single", (2, 2), "8"),
    ("2022_10", "single", (1, 2), "0"),
    ("2026_07", "enterprise", (2, 2), "8"),
    ("2026_07", "enterprise", (1, 2), "0"),
    ("2026_07", "enterprise", (2, 4), "16"),
    ("2026_07", "enterprise", (2, 5), "20"),
    ("2026_07", "enterprise", (2, 6), "20"),
    ("2026_07", "smb", (2, 2), "12"),
    ("2026_07", "smb", (1, 2), "12"),
    ("2026_07", "smb", (0, 2), "0"),
    ("2026_07", "smb", (1, 0), "4"),
    ("2026_07", "smb", (1, 3), "16"),
    ("2026_07", "smb", (1, 4), "20"),
    ("2026_07", "smb", (1, 6), "20"),
]


@pytest.mark.parametrize("area", [APP_INNOVATION, INFRASTRUCTURE])
@pytest.mark.parametrize("metric", [INTERMEDIATE, ADVANCED])
@pytest.mark.parametrize(("suffix", "path", "people", "points"), TWO_STEPS)
def test_people_of_two_steps(area, metric, suffix, path, people, points) -> None:
    """People in steps 1 and 2, the same in both areas and both metrics."""
    assert _skilling(f"{area}_{suffix}", path, metric, *people) == Decimal(points)


def test_the_same_two_people_in_every_step() -> None:
    """Somebody counts once in each step, whatever else they hold."""
    rule = _path("data_ai_2022_10", "single").skilling[0]
    held = {person: {"AZ-305", "AZ-104", "DP-300", "DP-100"} for person in "ab"}
    assert score_steps(rule, held).points == 8
    rule = _path("infrastructure_2022_10", "single").skilling[1]
    held = {person: {"AZ-305", "AZ-140", "AZ-120"} for person in "ab"}
    assert score_steps(rule, held).points == 8


def test_status_of_skilling() -> None:
    """Paid prerequisites stand while another one is missing; people above the most are capped."""
    rule = _path("data_ai_2026_07", "smb").skilling[0]
    missing = score_people(rule, (2, 0, 2))
    assert (missing.status, missing.counted[-1], missing.to_next) == (
        "prerequisites_missing",
        0,
        (None, 1, 1),
    )
    assert score_people(rule, (1, 1, 9)).status == "capped"
    assert score_people(rule, (1, 1, 8)).to_next == (None, None, None)
    assert score_people(_path("data_ai_2026_07", "enterprise").skilling[0], (2, 2, 0)).status == (
        "no_points"
    )


@pytest.mark.parametrize(
    ("current", "baseline", "points", "status"),
    [
        ("439", "0", "30", "capped"),
        ("3", "0", "30", "scored"),
        ("2", "0", "20", "scored"),
        ("1", "0", "10", "scored"),
        ("7", "7", "0", "no_points"),
        ("1", "5", "0", "no_points"),
    ],
)
def test_net_customer_adds(current: str, baseline: str, points: str, status: str) -> None:
    """Ten points for each of three tenants."""
    outcome = _usage(ADDS, current, baseline)
    assert (outcome.points, outcome.status) == (Decimal(points), status)


@pytest.mark.parametrize(
    ("services", "points", "status"),
    [
        *[("115", "10", "capped"), ("5", "10", "scored"), ("4", "8", "scored")],
        *[("1", "2", "scored"), ("0", "0", "no_points")],
    ],
)
def test_deployments(services: str, points: str, status: str) -> None:
    """Two points for each of five services; there is no year before."""
    outcome = _usage(DEPLOYMENTS, services, None)
    assert (outcome.points, outcome.status) == (Decimal(points), status)
    assert outcome.parts[AZURE].baseline_value is None
    assert outcome.parts[AZURE].net_value == Decimal(services)


@pytest.mark.parametrize(
    ("current", "baseline", "points", "status", "counted"),
    [
        ("21391", "10000", "20", "capped", "113.91"),
        ("10418", "10000", "4.18", "scored", "4.18"),
        ("12000", "10000", "20", "scored", "20"),
        ("11999.99", "10000", "19.9999", "scored", "19.9999"),
        ("12000.01", "10000", "20", "capped", "20.0001"),
        ("10000", "10000", "0", "no_points", "0"),
        ("9999.99", "10000", "0", "no_points", "0"),
        ("999.99", "500", "0", "gate_not_met", "0"),
        ("1000", "990.1", "0.9999", "scored", "0.9999"),
        ("1000", "0", "0", "no_baseline", "0"),
        ("1000", "-5", "0", "no_baseline", "0"),
        ("1000", "0.01", "20", "capped", "9999900"),
        ("999.99", "0", "0", "gate_not_met", "0"),
        ("1000000000", "0.0001", "20", "capped", "999999999"),
    ],
)
def test_usage_growth(current, baseline, points, status, counted) -> None:
    """One point for a percent, in proportion; the gate before the baseline."""
    outcome = _usage(GROWTH, current, baseline)
    assert (outcome.points, outcome.status) == (Decimal(points), status)
    assert round(outcome.counted, 4) == Decimal(counted)
    part = outcome.parts[AZURE]
    assert part.net_value == Decimal(current) - Decimal(baseline)
    assert part.counted_units is None


@pytest.mark.parametrize(
    ("current", "baseline", "missing"),
    [
        *[("10418", "10000", "82"), ("10000", "10000", "100"), ("9000", "10000", "1100")],
        *[("12000", "10000", None), ("900", "100", "100"), ("900", "0", None)],
    ],
)
def test_dollars_to_the_next_point(current: str, baseline: str, missing: str | None) -> None:
    """To the next whole percent, and to the gate; without a baseline no usage helps."""
    found = _usage(GROWTH, current, baseline).parts[AZURE].units_to_next_point
    assert found == (None if missing is None else Decimal(missing))


@pytest.mark.parametrize(
    ("version", "path", "before", "now", "counts"),
    [
        ("2022_10", "single", "1000.00", "0", True),
        ("2022_10", "single", "999.99", "999.99", False),
        ("2026_07", "enterprise", "1000.00", "0", True),
        ("2026_07", "enterprise", "0", "1000.01", True),
        ("2026_07", "enterprise", "999.99", "999.99", False),
        ("2026_07", "smb", "500.00", "-20", True),
        ("2026_07", "smb", "0", "500.00", True),
        ("2026_07", "smb", "499.99", "499.99", False),
        ("2025_01", "smb", "500.00", "0", True),
        ("2025_01", "enterprise", "999.99", "0", False),
    ],
)
def test_one_of_two_months_is_enough(version, path, before, now, counts) -> None:
    """Months are not added."""
    size = _path(f"data_ai_{version}", path).sizes[ADDS]
    ledger = {"tenant": {OCTOBER - 2: Decimal(9_000), OCTOBER - 1: Decimal(before)}}
    ledger["tenant"][OCTOBER] = Decimal(now)
    assert size.holds(largest(ledger, "tenant", OCTOBER)) is counts


@pytest.mark.parametrize(
    ("service", "amount", "reason"),
    [
        ("sql database", "0.01", "counted"),
        ("sql database", "0", "no_positive_acr"),
        ("sql database", "-0.01", "no_positive_acr"),
        ("virtual machines", "5000", "excluded_service"),
        ("virtual machines licenses", "1", "excluded_service"),
        ("virtual machine licences", "1", "excluded_service"),
        ("virtual machine licence", "-1", "excluded_service"),
        ("virtual machines license", "1", "excluded_service"),
        ("virtual machines scale sets", "1", "counted"),
    ],
)
def test_services(service: str, amount: str, reason: str) -> None:
    """Anything but virtual machines, above zero over twelve months."""
    found = verdict(service, Decimal(amount))
    assert (found.reason, found.is_counted) == (reason, reason == "counted")
