"""What scoring asks of the measures of one area, whichever it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tests.scorer.areas.classes import PartnerClass
from tests.scorer.areas.points import UsageRule, Values
from tests.scorer.areas.result import AreaContribution, ServiceDeployment
from tests.scorer.areas.rules import AreaVersion

# Part, tenant, workload ('' where a tenant has one row).
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Measured:
    """One metric before any points: its parts in both windows, and who brings what."""

    values: Mapping[str, Values]
    shares: Mapping[Place, AreaContribution] = field(default_factory=dict)


class Book(Protocol):
    """One partner in one area."""

    def is_complete(self, month: int) -> bool:
        """Say whether all months that a score reads were delivered."""
        ...

    def reason(self, metric: str, month: int) -> str | None:
        """Say why a metric cannot be computed; None where it can."""
        ...

    def measured(self, version: AreaVersion, path: str, rule: UsageRule, month: int) -> Measured:
        """Give what can be computed of a metric."""
        ...

    def partner_class(
        self, version: AreaVersion, month: int, declared: str | None
    ) -> PartnerClass | None:
        """Give the class that chooses the path; None where no class does."""
        ...

    def deployments(self, month: int) -> dict[str, ServiceDeployment]:
        """Give the services in use, where an area has them."""
        ...
