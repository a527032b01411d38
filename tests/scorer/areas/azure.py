"""A partner's Azure usage as three areas read it: all services, by tenant, service and customer."""

from collections import defaultdict
from decimal import Decimal
from functools import cache

from tests.scorer.areas.azure_rules import ADDS_MONTHS, ASSOCIATIONS
from tests.scorer.areas.book import Measured, Place
from tests.scorer.areas.classes import PartnerClass, class_of, segment_by_words
from tests.scorer.areas.landing import AreaLanding
from tests.scorer.areas.names import (
    DEPLOYMENTS,
    GROWTH,
    is_excluded_service,
    service_key,
)
from tests.scorer.areas.points import UsageRule, Values
from tests.scorer.areas.reading import CustomerRow
from tests.scorer.areas.result import AreaContribution, ServiceDeployment
from tests.scorer.areas.rules import AreaVersion
from tests.scorer.reading import AzureRow
from tests.scorer.rules import AZURE, BASELINE_MONTHS, Band
from tests.scorer.usage import WINDOW_MONTHS, Ledger, has_rows, lines_once, ttm
from tests.scorer.values import name_key

DATASET = "AzureUsage"
FILTERED = "services_filtered"
#: A partner with more rows in a month, all of Security's services, was asked for those alone.
FILTERED_ROWS = 20
ZERO = Decimal(0)
NO_SEGMENTS = (None, None, None)


def largest(ledger: Ledger, tenant: str, month: int) -> Decimal:
    """Give a tenant's larger month of the last two; a month without rows is zero."""
    months = ledger.get(tenant, {})
    return max(months.get(m, ZERO) for m in range(month - ADDS_MONTHS + 1, month + 1))


def _has_recent_rows(ledger: Ledger, tenant: str, month: int) -> bool:
    return any(month - ADDS_MONTHS < m <= month for m in ledger.get(tenant, {}))


def verdict(service: str, amount: Decimal) -> ServiceDeployment:
    """Say whether a service of that amount in twelve months is a deployment."""
    if is_excluded_service(service):
        return ServiceDeployment(amount, False, "excluded_service")
    if amount <= 0:
        return ServiceDeployment(amount, False, "no_positive_acr")
    return ServiceDeployment(amount, True, "counted")


def _first_text(rows: list[CustomerRow], place: int) -> str | None:
    return min(filter(name_key, (row.segments[place] or "" for row in rows)), default=None)


class AzureBook:
    """One partner: every usage line once, and what the three areas make of it."""

    def __init__(self, landing: AreaLanding, partner: str):
        self.landing, self.partner = landing, partner
        self._measured, self._segments = cache(self._measure), cache(self.segments)
        rows = landing.rows(DATASET, partner)
        self.rows = [row for row in rows if isinstance(row, AzureRow)]
        kept = lines_once(self.rows, ASSOCIATIONS)
        self.lines = [line for line in kept if not line.is_excluded]
        self.ledger: Ledger = defaultdict(lambda: defaultdict(Decimal))
        self.services: Ledger = defaultdict(lambda: defaultdict(Decimal))
        for line in self.lines:
            if line.tenant:
                self.ledger[line.tenant][line.month] += line.acr
            service = service_key(line.level_2)
            if service:
                self.services[service][line.month] += line.acr

    def reason(self, metric: str, month: int) -> str | None:
        """Say why nothing of usage, in any metric, can be computed; None where it can."""
        return self.landing.missing(DATASET, self.partner, month) or (
            FILTERED if self.is_filtered(month) else None
        )

    def is_filtered(self, month: int) -> bool:
        """Say whether the extract seems to have been asked for Security's services alone."""
        rows = [row for row in self.rows if row.month == month]
        return len(rows) > FILTERED_ROWS and all(row.service for row in rows)

    def is_complete(self, month: int) -> bool:
        """Say whether both years were delivered, for a partner that has rows at all."""
        truth = self.landing.truth(DATASET, self.partner)
        months = range(month - BASELINE_MONTHS - WINDOW_MONTHS + 1, month + 1)
        return self.landing.has_rows(DATASET, self.partner) and all(m in truth for m in months)

    def total(self, month: int) -> Decimal:
        """Add up a year of all tenants."""
        return sum((ttm(self.ledger, tenant, month) for tenant in self.ledger), ZERO)

    def deployments(self, month: int) -> dict[str, ServiceDeployment]:
        """Judge every service with rows in the year that ends with a month."""
        if self.reason(DEPLOYMENTS, month):
            return {}
        return {
            service: verdict(service, ttm(self.services, service, month))
            for service in self.services
            if has_rows(self.services, service, month)
        }

    def _shares(self, size: Band | None, month: int) -> dict[Place, AreaContribution]:
        """Give what every tenant adds: itself, where it has a size; its dollars without one."""
        ledger, ends = self.ledger, (month, month - BASELINE_MONTHS)
        shares: dict[Place, AreaContribution] = {}
        for tenant in ledger:
            if size:
                is_there = [_has_recent_rows(ledger, tenant, end) for end in ends]
                is_in = [size.holds(largest(ledger, tenant, end)) for end in ends]
                now, then = (Decimal(passes) for passes in is_in)
            else:
                is_there = is_in = [has_rows(ledger, tenant, end) for end in ends]
                now, then = (ttm(ledger, tenant, end) for end in ends)
            if any(is_there):
                shares[AZURE, tenant, ""] = AreaContribution(is_in[0], is_in[1], now - then)
        return shares

    def measured(self, version: AreaVersion, path: str, rule: UsageRule, month: int) -> Measured:
        """Give the one part of a metric in both windows; nothing where nobody can know it."""
        if self.reason(rule.metric, month):
            return Measured({})
        return self._measured(rule.metric, version.paths[path].sizes.get(rule.metric), month)

    def _measure(self, metric: str, size: Band | None, month: int) -> Measured:
        if metric == DEPLOYMENTS:
            used = sum(one.is_counted for one in self.deployments(month).values())
            return Measured({AZURE: Values(Decimal(used), None)})
        shares = self._shares(size, month)
        if size is None:
            ends = self.total(month), self.total(month - BASELINE_MONTHS)
        else:
            now = sum(share.is_qualified_current for share in shares.values())
            then = sum(share.is_qualified_baseline for share in shares.values())
            ends = Decimal(now), Decimal(then)
        return Measured({AZURE: Values(*ends)}, shares)

    def customers(self, month: int) -> dict[str, set[str]]:
        """Give the tenants of each customer that has usage in a month."""
        tenants, amounts = defaultdict(set), defaultdict(Decimal)
        for tenant in self.ledger:
            customer = self.landing.customer_of(tenant)
            tenants[customer].add(tenant)
            amounts[customer] += self.ledger[tenant].get(month, ZERO)
        return {customer: tenants[customer] for customer in tenants if amounts[customer] > 0}

    def _listed(self, customer: str, tenants: set[str], month: int) -> tuple:
        """Give the segments that the newest month of CustomersAndTenants tells of a customer."""
        rows = [
            row
            for row in self.landing.customer_rows(self.partner)
            if row.month is not None and row.month <= month
        ]
        of_customer = [row for row in rows if row.tpid == customer]
        of_customer = of_customer or [row for row in rows if row.tenant in tenants]
        if not of_customer:
            return NO_SEGMENTS
        newest = max(row.month or 0 for row in of_customer)
        chosen = [row for row in of_customer if row.month == newest]
        return tuple(_first_text(chosen, place) for place in range(len(NO_SEGMENTS)))

    def _reported(self, tenants: set[str], month: int) -> str | None:
        """Give the segment that most of a month's usage of a customer was reported with."""
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            if line.tenant in tenants and line.month == month and name_key(line.segment):
                amounts[name_key(line.segment)] += line.acr
        return min(amounts, key=lambda text: (-amounts[text], text), default=None)

    def segments(self, month: int) -> list[str | None]:
        """Give the segment of every customer with usage in a month; None where nobody tells it."""
        return [
            segment_by_words(
                (*self._listed(customer, tenants, month), self._reported(tenants, month))
            )
            for customer, tenants in self.customers(month).items()
        ]

    def partner_class(
        self, version: AreaVersion, month: int, declared: str | None
    ) -> PartnerClass | None:
        """Give the partner's class in a month."""
        rule = version.smb_share
        if rule is None:
            return None
        segments = None if self.reason(GROWTH, month) else self._segments(month)
        return class_of(rule, segments, self.total(month), declared)
