"""Azure usage of a partner: every usage line once, then dollars by tenant, month and service."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from tests.scorer.reading import AzureRow

WINDOW_MONTHS = 12
ADMIN_ORDER = {"owner": 0, "contributor": 1}
OTHER_ADMIN = 2

Ledger = dict[str, dict[int, Decimal]]  # tenant → month → US dollars


def _preference(row_key: tuple[str, str, str], associations: tuple[str, ...]) -> tuple:
    association, admin_type, location = row_key
    rank = ADMIN_ORDER.get(admin_type, OTHER_ADMIN)
    return associations.index(association), rank, admin_type, location


def lines_once(rows: Iterable[AzureRow], associations: tuple[str, ...]) -> list[AzureRow]:
    """Keep one attribution of every usage line, amounts summed, among associations that earn.

    The order is that of `associations`, then owner before contributor before the rest by name, then
    the location's number as text. Amounts are not compared.
    """
    lines: dict[tuple, dict[tuple[str, str, str], list[AzureRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        if row.association in associations and row.tenant:
            lines[row.line][row.association, row.admin_type, row.location].append(row)
    kept = []
    for claims in lines.values():
        best = claims[min(claims, key=lambda key: _preference(key, associations))]
        kept.append(best[0]._replace(acr=sum((row.acr for row in best), Decimal(0))))
    return kept


def ledger_of(kept: Iterable[AzureRow], services: frozenset[str]) -> Ledger:
    """Add up the kept lines of eligible services, without the excluded offers."""
    ledger: Ledger = defaultdict(lambda: defaultdict(Decimal))
    for row in kept:
        if row.service in services and not row.is_excluded:
            ledger[row.tenant][row.month] += row.acr
    return ledger


def ttm(ledger: Ledger, tenant: str, month: int) -> Decimal:
    """Sum the twelve months that end with `month`; a month nobody delivered is zero."""
    amounts = ledger.get(tenant, {})
    return sum(
        (amounts.get(m, Decimal(0)) for m in range(month - WINDOW_MONTHS + 1, month + 1)),
        Decimal(0),
    )


def has_rows(ledger: Ledger, tenant: str, month: int) -> bool:
    """Say whether the tenant has any counted row in the twelve months that end with `month`."""
    return any(month - WINDOW_MONTHS < m <= month for m in ledger.get(tenant, {}))
