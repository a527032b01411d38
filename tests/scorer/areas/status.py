"""Status of the other areas' designations, and the path on which a partner is enrolled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tests.scorer.areas.names import ENTERPRISE, SMB
from tests.scorer.areas.result import AreaDesignation, PathKey
from tests.scorer.values import month_end, month_index, month_start

SIX_MONTHS_SINCE = date(2023, 9, 19)
YEAR, RENEWAL = timedelta(days=365), timedelta(days=30)

# Partner, area → month → rows by path, under the version in force.
Rows = dict[tuple[str, str], dict[int, dict[str, AreaDesignation]]]


@dataclass(frozen=True)
class Enrolment:
    """One purchase or renewal in one area."""

    area: str
    paid_on: date
    ends_on: date


@dataclass(frozen=True)
class AreaStatus:
    """One month's status of one area."""

    designation_status: str
    best_path: str
    qualified_month: date | None
    anniversary_on: date | None
    enrollment_path: str | None


def area_of_version(rule_version: str) -> str:
    """Give the area that a version's name begins with."""
    return rule_version[: -len("_2022_10")]


def enrolments(payments: Iterable[tuple[str, date]]) -> list[Enrolment]:
    """Give every payment its anniversary: that of the first one running elsewhere, if any."""
    found: list[Enrolment] = []
    for area, day in sorted(payments, key=lambda payment: payment[1]):
        running = [e for e in found if e.area != area and e.paid_on < day < e.ends_on]
        ends = min(running, key=lambda e: e.paid_on).ends_on if running else day + YEAR
        found.append(Enrolment(area, day, ends))
    return found


def window(month: int) -> range:
    """List the months of the qualification window that ends with a month."""
    length = 6 if month_end(month) >= SIX_MONTHS_SINCE else 1
    return range(month - length + 1, month + 1)


def is_met(rows: Mapping[str, AreaDesignation]) -> bool:
    """Say whether a month qualifies; where the class is unknown, both paths have to."""
    asked = [row for row in rows.values() if row.is_best_path or row.class_basis == "unknown"]
    return all(row.qualifies and row.history_status == "complete" for row in asked)


def path_of_class(rows: Mapping[str, AreaDesignation]) -> str | None:
    """Give the path of a month's class; None where no class was asked."""
    return next((p for p, row in rows.items() if row.is_best_path and row.class_basis), None)


def enrollment_path(months: Mapping[int, Mapping[str, AreaDesignation]], day: date) -> str | None:
    """Give the path of a purchase: SMB when the class was, in any month of its window."""
    bought_in = month_index(day)
    classes = {path_of_class(months[month]) for month in window(bought_in) if month in months}
    classes -= {None}
    return (SMB if SMB in classes else ENTERPRISE) if classes else None


def area_statuses(
    designations: Mapping[PathKey, AreaDesignation],
    payments: Mapping[str, Iterable[tuple[str, date]]],
) -> dict[tuple[str, str, date], AreaStatus]:
    """Give the status by partner, area and month; `payments` by partner are areas and days."""
    rows: Rows = defaultdict(lambda: defaultdict(dict))
    for (partner, month, version, path), row in designations.items():
        if row.is_rule_in_force:
            rows[partner, area_of_version(version)][month_index(month)][path] = row
    found = {}
    for (partner, area), months in rows.items():
        bought = [e for e in enrolments(payments.get(partner, ())) if e.area == area]
        for month, by_path in months.items():
            today = month_end(month)
            met = [m for m in window(month) if m in months and is_met(months[m])]
            last = next((e for e in reversed(bought) if e.paid_on <= today), None)
            runs = last is not None and today < last.ends_on + RENEWAL
            if last and runs:
                is_enrolled = today < last.ends_on
                status = "Enrolled" if is_enrolled else "Enrolled (Renewal due)"
            else:
                status = "Qualified" if met else "In progress"
            found[partner, area, month_start(month)] = AreaStatus(
                designation_status=status,
                best_path=next(path for path, row in by_path.items() if row.is_best_path),
                qualified_month=month_start(met[-1]) if met else None,
                anniversary_on=last.ends_on if last and runs else None,
                enrollment_path=enrollment_path(months, last.paid_on) if last and runs else None,
            )
    return found
