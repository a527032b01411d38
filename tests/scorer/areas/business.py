"""A partner's business applications: revenue and consumption of each workload of a tenant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from tests.scorer.areas.book import Measured, Place
from tests.scorer.areas.business_rules import (
    BUSINESS_PART,
    CAPACITY,
    POWER_PLATFORM,
    RATES,
    REVENUE_ASSOCIATIONS,
    USAGE_ASSOCIATIONS,
    BusinessVersion,
    consumption,
)
from tests.scorer.areas.classes import PartnerClass, class_of_workloads, path_by_workloads
from tests.scorer.areas.landing import AreaLanding
from tests.scorer.areas.names import ADDS, GROWTH
from tests.scorer.areas.points import UsageRule, Values
from tests.scorer.areas.result import AreaContribution, ServiceDeployment
from tests.scorer.areas.rules import AreaVersion
from tests.scorer.areas.usage_reading import ConsumptionRow, RevenueRow, UsageRow
from tests.scorer.rules import BASELINE_MONTHS, Band

REVENUE, USAGE, TYPED = (
    "BusinessApplicationsRevenue",
    "BusinessApplicationsUsage",
    "MonthlyConsumption",
)
ZERO = Decimal(0)

# Tenant and workload → figure of a month.
Figures = dict[tuple[str, str], Decimal]


def _first_association(rows: Iterable[Any], associations: tuple[str, ...]) -> list[Any]:
    """Keep the rows of the association that stands first among those there are."""
    all_rows = list(rows)
    best = min(associations.index(row.association) for row in all_rows)
    return [row for row in all_rows if row.association == associations[best]]


def revenue_of(rows: Iterable[RevenueRow]) -> dict[int, Figures]:
    """Add up by month what each workload of a tenant brings; one association of every line."""
    lines: dict[tuple, list[RevenueRow]] = defaultdict(list)
    for row in rows:
        if row.tenant and row.workload and row.association in REVENUE_ASSOCIATIONS:
            lines[row.month, row.tenant, row.workload, row.subscription].append(row)
    revenue: dict[int, Figures] = defaultdict(lambda: defaultdict(Decimal))
    for (month, tenant, workload, _), line in lines.items():
        kept = _first_association(line, REVENUE_ASSOCIATIONS)
        revenue[month][tenant, workload] += sum((row.amount for row in kept), ZERO)
    return revenue


def _units(row: UsageRow) -> Decimal:
    rate = RATES[row.workload or ""]
    if rate.unit == CAPACITY:
        return row.capacity
    if rate.part == POWER_PLATFORM and row.attached is not None:
        return row.attached
    return row.active


def _earns(row: UsageRow | ConsumptionRow) -> bool:
    return bool(row.tenant and row.workload) and (
        row.association in USAGE_ASSOCIATIONS[RATES[row.workload or ""].part]
    )


def units_of(rows: Iterable[UsageRow]) -> dict[int, Figures]:
    """Give by month the users or profiles of each workload of a tenant: its largest line."""
    lines: dict[tuple, list[UsageRow]] = defaultdict(list)
    for row in rows:
        if row.is_paid and _earns(row):
            key = (row.month, row.tenant, row.workload, row.subscription, row.sku_group)
            lines[key].append(row)
    units: dict[int, Figures] = defaultdict(dict)
    for (month, tenant, workload, *_), line in lines.items():
        kept = _first_association(line, USAGE_ASSOCIATIONS[RATES[workload].part])
        before = units[month].get((tenant, workload), ZERO)
        units[month][tenant, workload] = max(before, *map(_units, kept))
    return units


def typed_of(rows: Iterable[ConsumptionRow]) -> Figures:
    """Give the consumption that a partner typed for a month; one association of each workload."""
    lines: dict[tuple[str, str], list[ConsumptionRow]] = defaultdict(list)
    for row in rows:
        if row.tenant and row.workload and _earns(row):
            lines[row.tenant, row.workload].append(row)
    return {
        place: sum(
            (
                row.value
                for row in _first_association(line, USAGE_ASSOCIATIONS[RATES[place[1]].part])
            ),
            ZERO,
        )
        for place, line in lines.items()
    }


class BusinessBook:
    """One partner in Business Applications."""

    def __init__(self, landing: AreaLanding, partner: str):
        self.landing, self.partner = landing, partner
        self.revenue = revenue_of(landing.rows(REVENUE, partner))
        self.units = units_of(landing.rows(USAGE, partner))
        self.typed = cache(self._typed)

    def _typed(self, month: int) -> Figures | None:
        """Give what was typed for a month, by the newest delivery; None where nothing was."""
        for as_of in reversed(self.landing.landing.as_of_months):
            rows = [
                row
                for row in self.landing.by_partner(TYPED, as_of).get(self.partner, ())
                if row.month == month
            ]
            if rows:
                return typed_of(rows)
        return None

    def reason(self, metric: str, month: int) -> str | None:
        """Say which report is missing; what was typed stands for usage."""
        if metric != ADDS and self.typed(month) is not None:
            return None
        return self.landing.missing(REVENUE if metric == ADDS else USAGE, self.partner, month)

    def is_complete(self, month: int) -> bool:
        """Say whether both ends were delivered, of reports that have the partner at all."""
        ends = (month, month - BASELINE_MONTHS)
        has_revenue = self.landing.has_rows(REVENUE, self.partner)
        has_usage = any(self.landing.has_rows(name, self.partner) for name in (USAGE, TYPED))
        asked = [ADDS] * has_revenue + [GROWTH] * has_usage
        return bool(asked) and all(self.reason(name, end) is None for name in asked for end in ends)

    def _consumed(self, version: BusinessVersion, month: int) -> Figures:
        """Give the consumption value of a month under the rates of a version."""
        typed = self.typed(month)
        if typed is not None:
            return {place: value for place, value in typed.items() if place[1] in version.rates}
        return {
            place: consumption(version.rates[place[1]], units)
            for place, units in self.units.get(month, {}).items()
            if place[1] in version.rates
        }

    def _earned(self, version: BusinessVersion, month: int) -> Figures:
        """Give the revenue of a month of the workloads of a version."""
        return {
            place: amount
            for place, amount in self.revenue.get(month, {}).items()
            if place[1] in version.revenue_workloads
        }

    def measured(self, version: AreaVersion, path: str, rule: UsageRule, month: int) -> Measured:
        """Give the parts of a metric in both months; nothing where nobody can know it."""
        assert isinstance(version, BusinessVersion)
        if self.reason(rule.metric, month):
            return Measured({})
        ends = (month, month - BASELINE_MONTHS)
        size = version.paths[path].sizes.get(rule.metric)
        if rule.metric == ADDS:
            now, then = (self._earned(version, end) for end in ends)
            return _measured(now, then, size, {BUSINESS_PART: version.revenue_workloads})
        now, then = (self._consumed(version, end) for end in ends)
        parts = {
            part.part: frozenset(w for w, rate in version.rates.items() if rate.part == part.part)
            for part in rule.parts
        }
        return _measured(now, then, size, parts)

    def partner_class(
        self, version: AreaVersion, month: int, declared: str | None
    ) -> PartnerClass | None:
        """Give the class by the workloads with revenue in both months."""
        rule = version.enterprise_workloads
        assert isinstance(version, BusinessVersion)
        if rule is None:
            return None
        counts = [
            None if self.reason(ADDS, end) else rule.count(self._earned(version, end).values())
            for end in (month, month - BASELINE_MONTHS)
        ]
        return class_of_workloads(path_by_workloads(rule, *counts), declared)

    def deployments(self, month: int) -> dict[str, ServiceDeployment]:
        """Give nothing: services are those of Azure."""
        return {}


def _measured(
    now: Figures, then: Figures, size: Band | None, parts: Mapping[str, frozenset[str]]
) -> Measured:
    """Count the workloads of a size, or add all up without one; by part."""
    values: dict[str, Values] = {}
    shares: dict[Place, AreaContribution] = {}
    for part, workloads in parts.items():
        totals = [ZERO, ZERO]
        for place in (now.keys() | then.keys()) if workloads else ():
            if place[1] not in workloads:
                continue
            ends = [figures.get(place) for figures in (now, then)]
            is_in = [end is not None and (size is None or size.holds(end)) for end in ends]
            brought = [
                (Decimal(1) if size else end or ZERO) if passes else ZERO
                for end, passes in zip(ends, is_in, strict=True)
            ]
            totals = [total + one for total, one in zip(totals, brought, strict=True)]
            tenant, workload = place
            share = AreaContribution(is_in[0], is_in[1], brought[0] - brought[1])
            shares[part, tenant, workload] = share
        values[part] = Values(totals[0], totals[1])
    return Measured(values, shares)
