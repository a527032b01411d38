"""What the scorer hands back for the other areas, named like the columns of the marts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

PathKey = tuple[str, date, str, str]
MetricKey = tuple[str, date, str, str, str]
PartKey = tuple[str, date, str, str, str, str]
# Ends with tenant and workload, which is '' where a tenant has one row.
TenantKey = tuple[str, date, str, str, str, str, str, str]
StepKey = tuple[str, date, str, str, str, int]
ServiceKey = tuple[str, date, str, str]


@dataclass(frozen=True)
class AreaMetricScore:
    """Points of one metric; None where nobody can know them."""

    is_rule_in_force: bool
    category: str
    counted_units: Decimal | None
    points: Decimal | None
    max_points: Decimal
    units_to_max: Decimal | None
    status: str
    history_status: str
    basis: str
    reason_not_computable: str | None
    is_below_one_point: bool


@dataclass(frozen=True)
class AreaMetricPart:
    """One part of a metric, in its own unit; `is_counted_part` is None where none is chosen."""

    current_value: Decimal
    baseline_value: Decimal | None
    net_value: Decimal
    counted_units: Decimal | None
    units_to_next_point: Decimal | None
    unit: str
    is_counted_part: bool | None = None


@dataclass(frozen=True)
class AreaDesignation:
    """All metrics of a path together, and what decides which path counts."""

    is_rule_in_force: bool
    total_points: Decimal
    total_points_shown: int
    metrics_without_points: int
    qualifies: bool
    is_best_path: bool
    history_status: str
    skilling_basis: str
    metrics_not_computable: int
    points_open: Decimal
    is_open: bool
    class_basis: str | None
    class_share_pct: Decimal | None


@dataclass(frozen=True)
class AreaContribution:
    """What one tenant adds to one part of a metric."""

    is_qualified_current: bool
    is_qualified_baseline: bool
    contribution: Decimal


@dataclass(frozen=True)
class ServiceDeployment:
    """One service of the partner over twelve months."""

    ttm_acr_usd: Decimal
    is_counted: bool
    reason: str


@dataclass
class AreaResult:
    """All scores of the other areas."""

    metric_scores: dict[MetricKey, AreaMetricScore] = field(default_factory=dict)
    metric_parts: dict[PartKey, AreaMetricPart] = field(default_factory=dict)
    designations: dict[PathKey, AreaDesignation] = field(default_factory=dict)
    contributions: dict[TenantKey, AreaContribution] = field(default_factory=dict)
    skilling_people: dict[StepKey, int] = field(default_factory=dict)
    deployments: dict[ServiceKey, ServiceDeployment] = field(default_factory=dict)
