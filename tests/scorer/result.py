"""What the scorer hands back: dictionaries by key, values named like the columns of the marts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.scorer.areas.result import AreaResult

# (partner_id, as_of_month, rule_version, path), longer keys append metric, part or line, tenant
PathKey = tuple[str, date, str, str]
MetricKey = tuple[str, date, str, str, str]
PartKey = tuple[str, date, str, str, str, str]
TenantKey = tuple[str, date, str, str, str, str, str]
StepKey = tuple[str, date, str, str, int]


@dataclass(frozen=True)
class MetricScore:
    """Points of one metric; counted_units and units_to_max in steps or people."""

    is_rule_in_force: bool
    category: str
    counted_units: Decimal
    points: Decimal
    max_points: Decimal
    units_to_max: Decimal
    status: str
    history_status: str


@dataclass(frozen=True)
class MetricPart:
    """One product line or certification step of a metric, in its own unit."""

    current_value: Decimal
    baseline_value: Decimal | None
    net_value: Decimal
    counted_units: Decimal
    units_to_next_point: Decimal | None
    unit: str


@dataclass(frozen=True)
class DesignationScore:
    """All metrics of a path together."""

    is_rule_in_force: bool
    total_points: Decimal
    total_points_shown: int
    metrics_without_points: int
    qualifies: bool
    is_best_path: bool
    history_status: str
    skilling_basis: str


@dataclass(frozen=True)
class Contribution:
    """What one tenant adds to one product line of a metric."""

    is_qualified_current: bool
    is_qualified_baseline: bool
    contribution: Decimal


@dataclass
class Result:
    """All scores of a landing folder: those of Security, and `areas`, those of the others."""

    metric_scores: dict[MetricKey, MetricScore] = field(default_factory=dict)
    metric_parts: dict[PartKey, MetricPart] = field(default_factory=dict)
    designations: dict[PathKey, DesignationScore] = field(default_factory=dict)
    contributions: dict[TenantKey, Contribution] = field(default_factory=dict)
    skilling_people: dict[StepKey, int] = field(default_factory=dict)
    areas: AreaResult = field(default_factory=AreaResult)
