"""What lies in landing and not yet in raw, and whether its copying has ended.

Belongs here: one look at the landing folder beside the receipts; sensor, schedules and the command
line all decide by it. Does not belong here: reading the extracts, and what is done about them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from orchestration import landing, load, raw_store
from orchestration.lock import exclusive
from orchestration.settings import DELIVERY_FOLDER, Settings, check_landing

SKILLING_DATASET = "TrainingCompletions"

#: Endings and beginnings by which browsers and copying tools name what is not finished.
_UNFINISHED_ENDINGS = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
)
_UNFINISHED_BEGINNINGS = (".~", "~$", "~")


@dataclass(frozen=True)
class Arrivals:
    """One look at the landing folder."""

    #: As-of months (`2026-10`) with anything new, in the order of the calendar.
    months: tuple[str, ...]
    #: The new delivery folders.
    deliveries: tuple[str, ...]
    #: Datasets with new files.
    datasets: frozenset[str]
    #: Why they should not be loaded yet; empty when nothing speaks against it.
    waiting_for: tuple[str, ...]
    #: Changes whenever a name, size or time of a file in a new delivery changes.
    signature: str
    #: Time of the newest change of a file in a new delivery, in seconds since 1970.
    newest_change: float
    #: All delivery folders in landing.
    total: int

    @property
    def named(self) -> str:
        return "delivery " + ", ".join(self.deliveries)

    @property
    def nothing_new(self) -> str:
        return f"Nothing new: the {self.total} deliveries in the landing folder are loaded."

    @property
    def hold_reason(self) -> str:
        return "Waiting: " + "; ".join(self.waiting_for) + "."


def look(settings: Settings) -> Arrivals:
    """Compare landing with the receipts.

    Raises `SettingsError` when the landing folder is gone or empty, `LockedError` while a refresh
    is at work on the build file, and what the loader raises for a folder it cannot make sense of.
    """
    check_landing(settings.landing_dir)
    deliveries = landing.scan(settings.landing_dir)
    months = _pending_months(settings, deliveries)
    new = [delivery for delivery in deliveries if delivery.month in months]
    files = [file for delivery in new for file in delivery.files]
    stamps = [(file.path, file.path.stat()) for file in files]
    marks = [
        f"{path.relative_to(settings.landing_dir)}\0{stat.st_size}\0{stat.st_mtime_ns}"
        for path, stat in stamps
    ]
    return Arrivals(
        months=tuple(months),
        deliveries=tuple(delivery.name for delivery in new),
        datasets=frozenset(file.dataset for file in files),
        waiting_for=tuple(_reasons_to_wait(settings, deliveries, months)),
        signature=hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest() if new else "",
        newest_change=max((stat.st_mtime for _, stat in stamps), default=0.0),
        total=len(deliveries),
    )
