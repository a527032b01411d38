"""A partner's Microsoft 365 seats as Modern Work reads them: by association, never added."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from tests.scorer.areas.book import Measured, Place
from tests.scorer.areas.classes import PartnerClass
from tests.scorer.areas.landing import AreaLanding
from tests.scorer.areas.modern import (
    first_of,
    is_new,
    passes,
    passes_now,
    since_association,
    was_active_when_new,
)
from tests.scorer.areas.modern_rules import (
    CPOR,
    PART_ASSOCIATIONS,
    PARTS,
    ModernVersion,
    modern_workload_of,
)
from tests.scorer.areas.names import DEPLOYMENTS, GROWTH, SMB
from tests.scorer.areas.points import UsageRule, Values
from tests.scorer.areas.result import AreaContribution, ServiceDeployment
from tests.scorer.areas.rules import AreaVersion
from tests.scorer.areas.usage_reading import OfficeRow
from tests.scorer.names import ENTRA, INTUNE
from tests.scorer.reading import ClaimRow, EmsRow
from tests.scorer.rules import BASELINE_MONTHS, M365
from tests.scorer.values import month_index

OFFICE, EMS, CLAIMS = "OfficeUsage", "EMSUsage", "CPORM365Usage"
DATASETS = (OFFICE, EMS, CLAIMS)
EMS_WORKLOADS = (INTUNE, ENTRA)
SOLD = ("CSP Tier 1", "CSP Tier 2", "Digital Partner of Record")
ZERO = Decimal(0)
NONE = (ZERO, ZERO)

Pair = tuple[Decimal, Decimal]  # paid, active
# Association → tenant → month → workload → seats.
Months = dict[int, dict[str, Pair]]
Seats = dict[str, dict[str, Months]]


def _larger(one: Pair, other: Pair) -> Pair:
    return max(one[0], other[0]), max(one[1], other[1])


def _empty() -> Seats:
    return defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))


def _raise(seats: Seats, place: tuple[str, str, int, str], pair: Pair) -> None:
    association, tenant, month, workload = place
    workloads = seats[association][tenant][month]
    workloads[workload] = _larger(workloads.get(workload, NONE), pair)


def add_office(seats: Seats, rows: Iterable[OfficeRow]) -> None:
    """Take one location of each workload; its rows are summed by spelling, the larger counts."""
    lines: dict[tuple[str, str, int, str], list[OfficeRow]] = defaultdict(list)
    for row in rows:
        if row.tenant and row.workload and row.association in SOLD:
            lines[row.association, row.tenant, row.month, row.workload].append(row)
    for place, line in lines.items():
        location = min(row.location for row in line)
        kept = [row for row in line if row.location == location]
        for spelling in {row.spelling for row in kept}:
            same = [row for row in kept if row.spelling == spelling]
            paid = sum((row.paid for row in same), ZERO)
            _raise(seats, place, (paid, max(row.active for row in same)))


def add_ems(seats: Seats, rows: Iterable[EmsRow]) -> None:
    """Take one location of each subscription; paid seats of subscriptions are added."""
    lines: dict[tuple, list[EmsRow]] = defaultdict(list)
    for row in rows:
        if row.is_paid and row.tenant and row.association in SOLD:
            lines[row.association, row.tenant, row.month, row.subscription].append(row)
    totals: dict[tuple[str, str, int, str], Pair] = {}
    for (association, tenant, month, _), line in lines.items():
        location = min(row.location for row in line)
        kept = [row for row in line if row.location == location]
        for workload in EMS_WORKLOADS:
            place = (association, tenant, month, workload)
            paid, active = totals.get(place, NONE)
            more = sum((row.seats[workload][0] for row in kept), ZERO)
            totals[place] = paid + more, max(active, *(row.seats[workload][1] for row in kept))
    for place, pair in totals.items():
        _raise(seats, place, pair)


def add_claims(seats: Seats, rows: Iterable[ClaimRow]) -> None:
    """Take the larger of several claims; nothing of months before a claim began."""
    for row in rows:
        workload = modern_workload_of(row.workload_name)
        is_early = row.associated is not None and row.month < month_index(row.associated)
        if row.tenant and workload and row.association == "CPOR" and not is_early:
            _raise(seats, ("CPOR", row.tenant, row.month, workload), (row.paid, row.active))


class ModernBook:
    """One partner in Modern Work."""

    def __init__(self, landing: AreaLanding, partner: str):
        self.landing, self.partner = landing, partner
        self.seats = _empty()
        add_office(self.seats, landing.rows(OFFICE, partner))
        add_ems(self.seats, landing.rows(EMS, partner))
        add_claims(self.seats, landing.rows(CLAIMS, partner))
        self.associated = cache(self._associated)

    def missing(self, part: str, month: int) -> list[str]:
        """Say which datasets of a part tell nothing of a month."""
        asked = {CPOR: (CLAIMS,), M365: DATASETS}.get(part, (OFFICE, EMS))
        reasons = [self.landing.missing(name, self.partner, month) for name in asked]
        return [reason for reason in reasons if reason]

    def reason(self, metric: str, month: int) -> str | None:
        """Say what is missing, all of it."""
        return "; ".join(self.missing(M365, month)) or None

    def is_complete(self, month: int) -> bool:
        """Say whether the whole year was delivered, of datasets that have the partner at all."""
        asked = [name for name in DATASETS if self.landing.has_rows(name, self.partner)]
        months = range(month - BASELINE_MONTHS, month + 1)
        return bool(asked) and all(
            m in self.landing.truth(name, self.partner) for name in asked for m in months
        )

    def tenants(self, part: str) -> set[str]:
        """Give the tenants seen under a part's associations."""
        return {t for name in PART_ASSOCIATIONS[part] for t in self.seats.get(name, {})}

    def _told(self, association: str, tenant: str, month: int) -> dict[str, Pair]:
        return self.seats.get(association, {}).get(tenant, {}).get(month, {})

    def under(self, part: str, tenant: str, month: int) -> dict[str, Pair]:
        """Give a tenant's seats under one part; of two tiers the first that is in use."""
        seats: dict[str, Pair] = {}
        for name in PART_ASSOCIATIONS[part]:
            for workload, pair in self._told(name, tenant, month).items():
                if not any(seats.get(workload, NONE)):
                    seats[workload] = pair
        return seats

    def largest(self, path: str, tenant: str, month: int) -> dict[str, Pair]:
        """Give a tenant's seats on a path: of every workload the largest over associations."""
        seats: dict[str, Pair] = {}
        for name in (name for part in PARTS[path] for name in PART_ASSOCIATIONS[part]):
            for workload, pair in self._told(name, tenant, month).items():
                seats[workload] = _larger(seats.get(workload, NONE), pair)
        return seats

    def _claimed(self, tenant: str) -> dict[str, int | None]:
        """Give the month of the earliest claim on each workload, by all deliveries in force."""
        found: dict[str, list[int | None]] = defaultdict(list)
        for as_of in self.landing.landing.as_of_months:
            for row in self.landing.by_partner(CLAIMS, as_of).get(self.partner, ()):
                workload = modern_workload_of(row.workload_name)
                if row.tenant == tenant and workload and row.association == "CPOR":
                    began = row.associated
                    found[workload].append(month_index(began) if began else None)
        return {
            workload: None if None in months else min(m for m in months if m is not None)
            for workload, months in found.items()
        }

    def _first_seen(self, part: str, tenant: str) -> dict[str, int | None]:
        """Give the first month with seats of each workload, if the month before was delivered."""
        first: dict[str, int] = {}
        for name in PART_ASSOCIATIONS[part]:
            for month, workloads in self.seats.get(name, {}).get(tenant, {}).items():
                for workload, pair in workloads.items():
                    if any(pair):
                        first[workload] = min(month, first.get(workload, month))
        office = self.landing.truth(OFFICE, self.partner)
        ems = self.landing.truth(EMS, self.partner)
        return {
            workload: month
            if month - 1 in office or (workload in EMS_WORKLOADS and month - 1 in ems)
            else None
            for workload, month in first.items()
        }

    def _associated(self, part: str, tenant: str) -> dict[str, int | None]:
        return self._claimed(tenant) if part == CPOR else self._first_seen(part, tenant)

    def _delivered(self, part: str, began: int, month: int) -> int:
        """Give the month of an association, or the first after it that was delivered."""
        names = (CLAIMS,) if part == CPOR else (OFFICE, EMS)
        told = [self.landing.truth(name, self.partner) for name in names]
        later = (m for m in range(began, month + 1) if any(m in truth for truth in told))
        return next(later, month)

    def _found_there(
        self, part: str, tenant: str, workloads: frozenset[str], month: int
    ) -> Decimal:
        """Add up the users that associations of the last year found."""
        began = {w: m for w, m in self.associated(part, tenant).items() if w in workloads}
        active = {
            workload: self.under(part, tenant, self._delivered(part, m, month)).get(workload, NONE)
            for workload, m in began.items()
            if m is not None and is_new(m, month)
        }
        return since_association(began, {w: pair[1] for w, pair in active.items()}, month)

    def _was_active(self, part: str, tenant: str, workloads: frozenset[str], month: int) -> bool:
        """Say whether a new tenant had enough active users when it came."""
        began = {w: m for w, m in self.associated(part, tenant).items() if w in workloads}
        first = first_of(began)
        if first is None or not is_new(first, month):
            return False
        seats = self.under(part, tenant, self._delivered(part, first, month))
        return was_active_when_new({w: pair for w, pair in seats.items() if w in workloads})

    def _part(
        self, version: ModernVersion, path: str, rule: UsageRule, part: str, month: int
    ) -> tuple[Values, dict[Place, AreaContribution]]:
        """Judge every tenant of a part in both months."""
        workloads = version.workloads[rule.metric]
        size = version.paths[path].sizes[rule.metric]
        carries = version.carries_over and path == SMB
        asks = rule.metric == DEPLOYMENTS
        names = PARTS[path] if part == M365 else (part,)
        totals, shares = [ZERO, ZERO], {}
        for tenant in {tenant for name in names for tenant in self.tenants(name)}:
            told = [
                self.largest(path, tenant, end) if part == M365 else self.under(part, tenant, end)
                for end in (month, month - BASELINE_MONTHS)
            ]
            now, then = ({w: p for w, p in seats.items() if w in workloads} for seats in told)
            is_now = passes_now(size, now, then, asks, carries)
            if is_now and asks and self._was_active(part, tenant, workloads, month):
                is_now = False
            was_then = passes(size, then, asks)
            brought = [_value(rule, now, is_now), _value(rule, then, was_then)]
            if rule.metric == GROWTH and is_now:
                brought[1] += self._found_there(part, tenant, workloads, month)
            totals = [total + one for total, one in zip(totals, brought, strict=True)]
            if now or then:
                share = AreaContribution(is_now, was_then, brought[0] - brought[1])
                shares[part, tenant, ""] = share
        return Values(totals[0], totals[1]), shares

    def measured(self, version: AreaVersion, path: str, rule: UsageRule, month: int) -> Measured:
        """Give the parts that can be computed, also where another one cannot."""
        assert isinstance(version, ModernVersion)
        values, shares = {}, {}
        for part in rule.parts:
            if not self.missing(part.part, month):
                values[part.part], found = self._part(version, path, rule, part.part, month)
                shares |= found
        return Measured(values, shares)

    def partner_class(
        self, version: AreaVersion, month: int, declared: str | None
    ) -> PartnerClass | None:
        """Give nothing: the better path counts."""
        return None

    def deployments(self, month: int) -> dict[str, ServiceDeployment]:
        """Give nothing: services are those of Azure."""
        return {}


def _value(rule: UsageRule, seats: dict[str, Pair], is_in: bool) -> Decimal:
    """Give what a tenant brings in one month: itself, or all its active users."""
    if not is_in:
        return ZERO
    if rule.metric != GROWTH:
        return Decimal(1)
    return sum((active for _, active in seats.values()), ZERO)
