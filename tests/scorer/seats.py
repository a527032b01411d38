"""Microsoft 365 seats: paid and active licences of each tenant, month and workload."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from tests.scorer.names import WORKLOADS
from tests.scorer.reading import ClaimRow, EmsRow

Seats = dict[str, tuple[Decimal, Decimal]]  # workload → paid, active
SeatBook = dict[str, dict[int, Seats]]  # tenant → month → seats

NONE = (Decimal(0), Decimal(0))


def _subscription_seats(rows: list[EmsRow], associations: tuple[str, ...]) -> Seats:
    """Take one attach type and location of a subscription: paid summed, the largest active."""
    best = min((associations.index(row.association), row.location) for row in rows)
    kept = [row for row in rows if (associations.index(row.association), row.location) == best]
    return {
        workload: (
            sum((row.seats[workload][0] for row in kept), Decimal(0)),
            max(row.seats[workload][1] for row in kept),
        )
        for workload in WORKLOADS
    }


def _larger(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> tuple:
    return max(one[0], other[0]), max(one[1], other[1])


def seat_book(
    ems_rows: Iterable[EmsRow], claim_rows: Iterable[ClaimRow], associations: tuple[str, ...]
) -> SeatBook:
    """Bring both extracts together: the sum over subscriptions, or a claim where that is larger.

    Active users are the largest figure seen anywhere, since nobody says that they are different
    people.
    """
    subscriptions: dict[tuple, list[EmsRow]] = defaultdict(list)
    for row in ems_rows:
        if row.is_paid and row.tenant and row.association in associations:
            subscriptions[row.tenant, row.month, row.subscription].append(row)
    book: SeatBook = defaultdict(lambda: defaultdict(dict))
    for (tenant, month, _), rows in subscriptions.items():
        seats = book[tenant][month]
        for workload, (paid, active) in _subscription_seats(rows, associations).items():
            paid_before, active_before = seats.get(workload, NONE)
            seats[workload] = (paid_before + paid, max(active_before, active))
    for row in claim_rows:
        if row.tenant and row.workload and row.association in associations:
            seats = book[row.tenant][row.month]
            seats[row.workload] = _larger(seats.get(row.workload, NONE), (row.paid, row.active))
    return book


def protected_users(seats: Seats) -> Decimal:
    """Add up the active licences of all workloads, each no more than what is paid for."""
    return sum((min(paid, active) for paid, active in seats.values()), Decimal(0))
