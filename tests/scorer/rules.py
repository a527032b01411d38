"""The programme's numbers, typed from the rulebook for this scorer alone.

One `Version` holds everything that a pair of month and version is judged by: associations,
services, thresholds of tenants, values of a point, certificates.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.scorer.names import SERVICES

AZURE, M365 = "azure", "m365"
QUALIFYING_POINTS = 70
FIRST_SCORED_MONTH = date(2022, 10, 1)
BASELINE_MONTHS = 12
FLOOR_EACH, NET_THEN_FLOOR = "floor_each", "net_then_floor"

COUNTS_UNTIL = {
    "MS-500": date(2024, 6, 30),
    "AZ-500": date(2027, 8, 31),
    "SC-400": date(2026, 5, 31),
}


@dataclass(frozen=True)
class Band:
    """The size of a tenant (US dollars) or workload (paid licences); None leaves an end open."""

    above: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    @property
    def is_open(self) -> bool:
        """Say whether every value lies inside."""
        return self.above is None and self.at_least is None and self.at_most is None

    def holds(self, value: Decimal) -> bool:
        """Say whether a value lies inside."""
        return (
            (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
        )


@dataclass(frozen=True)
class LineRule:
    """How one product line enters one metric.

    `step` is what one unit takes, in tenants, dollars or users. `carried_from` is the Enterprise
    rule whose tenants stay counted here when they had this rule's size a year before.
    """

    size: Band
    step: Decimal
    active_pct: int | None = None
    carried_from: "LineRule | None" = None


@dataclass(frozen=True)
class MetricRule:
    """One metric fed by both product lines; `steps_to_max` units earn `max_points`."""

    metric: str
    category: str
    counts_tenants: bool
    max_points: Decimal
    steps_to_max: int
    combine: str
    lines: dict[str, LineRule]


@dataclass(frozen=True)
class Step:
    """One certification step: who counts in it, how many it needs, what it pays once."""

    certificates: frozenset[str]
    min_people: int
    points_once: Decimal = Decimal(0)


@dataclass(frozen=True)
class SkillingRule:
    """Two steps that open the gate and a third that scores by person."""

    steps: tuple[Step, Step, Step]
    points_at_max: Decimal
    max_people: int
    same_person: bool = False
    max_points: Decimal = Decimal(40)


@dataclass(frozen=True)
class PathRules:
    """All that is asked on one path."""

    metrics: tuple[MetricRule, ...]
    skilling: SkillingRule


@dataclass(frozen=True)
class Version:
    """One rule version; associations are in the order in which one is kept."""

    name: str
    effective_from: date
    azure_associations: tuple[str, ...]
    m365_associations: tuple[str, ...]
    services: frozenset[str]
    paths: dict[str, PathRules]


def _line(step: int, active_pct: int | None = None, carried: LineRule | None = None, **bounds: int):
    size = Band(**{end: Decimal(bound) for end, bound in bounds.items()})
    return LineRule(size, Decimal(step), active_pct, carried)


def _adds(steps: int, azure: LineRule, m365: LineRule) -> MetricRule:
    lines = {AZURE: azure, M365: m365}
    return MetricRule(
        "net_customer_adds", "performance", True, Decimal(20), steps, FLOOR_EACH, lines
    )


def _deployments(combine: str, azure: LineRule, m365: LineRule) -> MetricRule:
    lines = {AZURE: azure, M365: m365}
    return MetricRule("deployments", "customer_success", True, Decimal(20), 6, combine, lines)


def _growth(azure: LineRule, m365: LineRule) -> MetricRule:
    lines = {AZURE: azure, M365: m365}
    return MetricRule("usage_growth", "customer_success", False, Decimal(20), 20, FLOOR_EACH, lines)


SINGLE_METRICS = (
    _adds(10, _line(1, at_least=100), _line(1, at_least=25)),
    _deployments(FLOOR_EACH, _line(1, at_least=12_000), _line(1, active_pct=15, at_least=25)),
    _growth(_line(1_250), _line(125)),
)
ENTERPRISE_METRICS = (
    _adds(10, _line(1, at_least=600), _line(1, above=300)),
    _deployments(NET_THEN_FLOOR, _line(1, above=12_000), _line(1, active_pct=15, above=300)),
    _growth(_line(1_250, above=12_000), _line(125, above=300)),
)


def _smb_metrics(carried: bool) -> tuple[MetricRule, ...]:
    adds, deployments, growth = ENTERPRISE_METRICS

    def carry(rule: MetricRule, line: str) -> LineRule | None:
        return rule.lines[line] if carried else None

    return (
        _adds(
            5,
            _line(1, at_least=600),  # the same test on both paths: nothing to carry
            _line(1, carried=carry(adds, M365), at_least=5, at_most=300),
        ),
        _deployments(
            NET_THEN_FLOOR,
            _line(1, carried=carry(deployments, AZURE), at_least=750, at_most=12_000),
            _line(1, active_pct=15, carried=carry(deployments, M365), at_least=5, at_most=300),
        ),
        _growth(
            _line(750, carried=carry(growth, AZURE), above=0, at_most=12_000),
            _line(50, carried=carry(growth, M365), at_least=5, at_most=300),
        ),
    )


def _step(certificates: str, min_people: int = 1, points_once: int = 0) -> Step:
    return Step(frozenset(certificates.split()), min_people, Decimal(points_once))


def _skilling(first: Step, second: Step, third: str, **more: bool) -> SkillingRule:
    return SkillingRule((first, second, _step(third)), Decimal(40), 6, **more)


def _skilling_smb(first: str, third: str) -> SkillingRule:
    steps = (_step(first, 1, 4), _step("SC-200", 1, 4), _step(third))
    return SkillingRule(steps, Decimal(32), 4)


SCORING_2025 = "SC-100 SC-300 SC-400 SC-401"
OLD_ASSOCIATIONS = (("PAL",), ("CPOR",))
NEW_ASSOCIATIONS = (("PAL", "CSP Tier 1", "CSP Tier 2"), ("CPOR", "CSP Tier 1", "CSP Tier 2"))
ONLY_SINCE_2026 = {
    "Microsoft Entra",
    "Microsoft Entra Verified ID",
    "Microsoft Purview",
    "Microsoft Security Copilot",
}
OLD_SERVICES = frozenset(SERVICES) - ONLY_SINCE_2026
NEW_SERVICES = frozenset(SERVICES) - {"Network Watcher"}


def _single(skilling: SkillingRule) -> dict[str, PathRules]:
    return {"single": PathRules(SINGLE_METRICS, skilling)}


def _two_paths(step_1: str, carried: bool) -> dict[str, PathRules]:
    enterprise = _skilling(_step(step_1, 2), _step("SC-200", 2), SCORING_2025)
    return {
        "enterprise": PathRules(ENTERPRISE_METRICS, enterprise),
        "smb": PathRules(_smb_metrics(carried), _skilling_smb(step_1, SCORING_2025)),
    }


VERSIONS = (
    Version(
        "security_2022_10",
        date(2022, 10, 3),
        *OLD_ASSOCIATIONS,
        OLD_SERVICES,
        _single(
            _skilling(_step("MS-500"), _step("AZ-500"), "SC-200 SC-300 SC-400", same_person=True)
        ),
    ),
    Version(
        "security_2023_06",
        date(2023, 6, 13),
        *OLD_ASSOCIATIONS,
        OLD_SERVICES,
        _single(_skilling(_step("AZ-500"), _step("SC-200 MS-500"), "SC-100 SC-200 SC-300 SC-400")),
    ),
    Version(
        "security_2023_12",
        date(2023, 12, 1),
        *OLD_ASSOCIATIONS,
        OLD_SERVICES,
        _single(_skilling(_step("AZ-500", 2), _step("SC-200 MS-500", 2), "SC-100 SC-300 SC-400")),
    ),
    Version(
        "security_2025_01",
        date(2025, 1, 1),
        *NEW_ASSOCIATIONS,
        OLD_SERVICES,
        _two_paths("AZ-500", carried=False),
    ),
    Version(
        "security_2026_07",
        date(2026, 7, 1),
        *NEW_ASSOCIATIONS,
        NEW_SERVICES,
        _two_paths("AZ-500 SC-500", carried=True),
    ),
)


def version_in_force(last_day: date) -> Version:
    """Give the newest version that has begun by the last day of a month."""
    return [version for version in VERSIONS if version.effective_from <= last_day][-1]
