"""Status of the designation on the last day of each scored month, as the rulebook words it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tests.scorer.result import DesignationScore, PathKey
from tests.scorer.values import month_end, month_index, month_start

SIX_MONTHS_SINCE = date(2023, 9, 19)
YEAR, RENEWAL = timedelta(days=365), timedelta(days=30)


@dataclass(frozen=True)
class Status:
    """One month's status; dates of the purchase only while it or its renewal window runs."""

    designation_status: str
    qualified_month: date | None
    window_start_month: date
    months_left_in_window: int | None
    anniversary_on: date | None
    renewal_ends_on: date | None
    is_renewal_qualified: bool | None


def statuses(
    designations: Mapping[PathKey, DesignationScore],
    payments: Mapping[str, Iterable[date]],
) -> dict[tuple[str, date], Status]:
    """Give the status by partner and month; `payments` are days by partner."""
    best = {
        (partner, month_index(month)): row
        for (partner, month, *_), row in designations.items()
        if row.is_rule_in_force and row.is_best_path
    }
    met = {key for key, row in best.items() if row.qualifies and row.history_status == "complete"}
    found = {}
    for partner, month in best:
        today = month_end(month)
        length = 6 if today >= SIX_MONTHS_SINCE else 1
        window = [m for m in range(month - length + 1, month + 1) if (partner, m) in met]
        paid = [day for day in payments.get(partner, ()) if day <= today]
        runs = bool(paid) and today < max(paid) + YEAR + RENEWAL
        anniversary = max(paid) + YEAR if runs else None
        if runs:
            name = "Enrolled" if today < anniversary else "Enrolled (Renewal due)"
            first = month_index(anniversary) - 5
            renews = any((partner, m) in met for m in range(first, month + 1))
        else:
            name, renews = "Qualified" if window else "In progress", None
        found[partner, month_start(month)] = Status(
            name,
            month_start(window[-1]) if window else None,
            month_start(month - length + 1),
            window[-1] + length - 1 - month if window else None,
            anniversary,
            anniversary + RENEWAL - timedelta(days=1) if runs else None,
            renews,
        )
    return found
