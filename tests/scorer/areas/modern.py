"""How a tenant's seats enter Modern Work: size, activity, carry-over, new associations."""

from collections.abc import Mapping
from decimal import Decimal

from tests.scorer.areas.modern_rules import ACTIVE_PCT, SIZES
from tests.scorer.areas.names import ENTERPRISE
from tests.scorer.rules import BASELINE_MONTHS, Band

Seats = Mapping[str, tuple[Decimal, Decimal]]  # eligible workload → paid, active
ZERO = Decimal(0)


def has_size(size: Band, seats: Seats) -> bool:
    """Say whether some workload has the size of a path."""
    return any(size.holds(paid) for paid, _ in seats.values())


def _used(seats: Seats) -> tuple[Decimal, Decimal]:
    """Add up the workloads that are paid for: active, paid."""
    in_use = [(paid, active) for paid, active in seats.values() if paid > 0]
    return sum((a for _, a in in_use), ZERO), sum((p for p, _ in in_use), ZERO)


def is_active(seats: Seats) -> bool:
    """Say whether enough of a tenant's licences are used, all workloads together."""
    active, paid = _used(seats)
    return paid > 0 and active * 100 >= paid * ACTIVE_PCT


def was_active_when_new(seats: Seats) -> bool:
    """Say whether more than enough were used already in the month of the association."""
    active, paid = _used(seats)
    return active * 100 > paid * ACTIVE_PCT and paid > 0


def is_new(associated: int | None, month: int) -> bool:
    """Say whether an association began in the twelve months that end with a month."""
    return associated is not None and month - BASELINE_MONTHS < associated <= month


def first_of(months: Mapping[str, int | None]) -> int | None:
    """Give a tenant's association month: the earliest of its workloads, unknown if one is."""
    known = [month for month in months.values() if month is not None]
    return min(known) if known and len(known) == len(months) else None


def passes(size: Band, seats: Seats, asks_activity: bool) -> bool:
    """Ask for the size, and for activity where the metric does."""
    return has_size(size, seats) and (not asks_activity or is_active(seats))


def passes_now(
    size: Band, now: Seats, then: Seats, asks_activity: bool, carries_over: bool
) -> bool:
    """Ask the same, or what keeps a tenant on SMB that outgrew it within the year."""
    if passes(size, now, asks_activity):
        return True
    return carries_over and has_size(size, then) and passes(SIZES[ENTERPRISE], now, asks_activity)


def since_association(
    associated: Mapping[str, int | None], active_then: Mapping[str, Decimal], month: int
) -> Decimal:
    """Add up the users that new associations found there, which are nobody's growth.

    `active_then` are the users of each workload in the month of its own association.
    """
    new = [workload for workload, began in associated.items() if is_new(began, month)]
    return sum((active_then.get(workload, ZERO) for workload in new), ZERO)
