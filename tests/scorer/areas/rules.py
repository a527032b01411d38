"""What a rule version of another area is made of, and what chooses its path."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.scorer.areas.classes import ShareRule, WorkloadRule
from tests.scorer.areas.points import UsageRule
from tests.scorer.areas.skilling import SkillRule
from tests.scorer.rules import Band


@dataclass(frozen=True)
class AreaPath:
    """All that is asked on one path; `sizes` by metric say when a tenant counts."""

    usage: tuple[UsageRule, ...]
    skilling: tuple[SkillRule, ...]
    sizes: Mapping[str, Band]

    @property
    def max_points(self) -> dict[str, Decimal]:
        """The most that each metric earns."""
        return {rule.metric: rule.max_points for rule in (*self.usage, *self.skilling)}


@dataclass(frozen=True)
class AreaVersion:
    """One rule version; with a rule of either kind the class of the partner chooses the path."""

    area: str
    name: str
    effective_from: date
    paths: Mapping[str, AreaPath]
    smb_share: ShareRule | None = None
    enterprise_workloads: WorkloadRule | None = None

    @property
    def has_class(self) -> bool:
        """Say whether the class of the partner chooses the path."""
        return self.smb_share is not None or self.enterprise_workloads is not None
