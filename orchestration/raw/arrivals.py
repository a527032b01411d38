"""What lies in landing and not yet in raw, and whether its copying has ended.

Belongs here: one look at the landing folder beside the receipts; sensor, schedules and the command
line all decide by it. Does not belong here: reading the extracts, and what is done about them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import duckdb

from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACTS
from orchestration.machine.lock import exclusive
from orchestration.raw import load
from orchestration.raw.delivery_check import restamped
from orchestration.raw.receipts import finished_deliveries, restamp
from orchestration.raw.store import is_current, open_store
from orchestration.raw.workspace import is_whole
from orchestration.settings import Settings, check_landing


@dataclass(frozen=True)
class Arrivals:
    """One look at the landing folder."""

    #: As-of months (`2026-10`) with anything new, in the order of the calendar.
    months: tuple[str, ...]
    #: The new delivery folders.
    deliveries: tuple[str, ...]
    #: Datasets with files in them.
    datasets: frozenset[str]
    #: What speaks for a copy that has not ended, in words.
    unfinished: tuple[str, ...]
    #: Needed datasets that are in no folder of a new month, in words.
    missing: tuple[str, ...]
    #: Extracts in them that no metric reads.
    left: tuple[str, ...]
    #: Size of all files of the new months.
    new_bytes: int
    #: Changes whenever a name or stamp of a file in a new month changes.
    signature: str
    #: Time of the newest change of a file in a new delivery, in seconds since 1970.
    newest_change: float
    #: As-of months of all delivery folders, in landing or waited for there; how many lie there.
    all_months: tuple[str, ...]
    total: int

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Why the new deliveries should not be loaded yet; empty when nothing speaks against it."""
        return self.unfinished + self.missing

    @property
    def named(self) -> str:
        """The new folders for a message; the months where a loaded folder has changed."""
        names = self.deliveries or self.months
        return f"{'delivery' if len(names) == 1 else 'deliveries'} {', '.join(names)}"

    @property
    def nothing_new(self) -> str:
        what = "the one delivery" if self.total == 1 else f"all {self.total} deliveries"
        verb = "is" if self.total == 1 else "are"
        return f"Nothing new: {what} in the landing folder {verb} already loaded."

    @property
    def left_words(self) -> str:
        """What lies there and is not read, in words; empty where nothing does."""
        if not self.left:
            return ""
        return f"Left where they are, because no metric reads them: {', '.join(self.left)}."

    @property
    def hold_reason(self) -> str:
        return "Waiting: " + "; ".join(self.waiting_for) + "."


def look(settings: Settings, restamps: bool = True) -> Arrivals:
    """Compare landing with the receipts.

    A folder that was copied, restored from a backup or given other rights is nothing new where all
    bytes are the same. Receipts are brought up to date with it, so that the bytes are read once;
    without `restamps` nothing is written, and the months of such files count as new.

    Raises `SettingsError` when the landing folder is gone or empty, `LandingError` when it cannot
    be made sense of, `LockedError` while a refresh is at work on the build file.
    """
    check_landing(settings.landing_dir)
    deliveries = landing.scan(settings.landing_dir)
    months, loaded = _compare(settings, deliveries, restamps)
    of_new_months = [delivery for delivery in deliveries if delivery.month in months]
    new = [delivery for delivery in of_new_months if delivery.name not in loaded]
    files = [file for delivery in new for file in delivery.all_files]
    return Arrivals(
        months=tuple(months),
        deliveries=tuple(delivery.name for delivery in new),
        datasets=frozenset(file.dataset for file in files),
        unfinished=tuple(
            f"{place} is still being copied"
            for delivery in deliveries
            for place in delivery.unfinished
        ),
        missing=tuple(_missing(of_new_months)),
        left=tuple(place for delivery in of_new_months for place in delivery.left),
        new_bytes=sum(file.bytes for delivery in of_new_months for file in delivery.all_files),
        signature=landing.signature(of_new_months) if months else "",
        newest_change=max((file.stamp.modified_ns for file in files), default=0) / 1e9,
        # A month can be gone from landing and still be known to the receipts.
        all_months=tuple(sorted({*months, *(delivery.month for delivery in deliveries)})),
        total=len(deliveries),
    )


def _compare(
    settings: Settings, deliveries: Sequence[landing.Delivery], restamps: bool
) -> tuple[list[str], set[str]]:
    """The months with anything new, and the names of the deliveries that are loaded."""
    if not settings.build_file.exists() or not is_whole(settings.build_file):
        return sorted({delivery.month for delivery in deliveries}), set()
    with exclusive(settings.lock_file):
        if restamps:
            _restamp(settings, deliveries)
        with open_store(settings.build_file, read_only=True) as connection:
            try:
                return load.pending_months(connection, deliveries), finished_deliveries(connection)
            except duckdb.CatalogException:
                # A load that was killed before its first receipt: nothing is loaded.
                return sorted({delivery.month for delivery in deliveries}), set()


def _restamp(settings: Settings, deliveries: Sequence[landing.Delivery]) -> None:
    with open_store(settings.build_file, read_only=True) as connection:
        files = restamped(connection, deliveries) if is_current(connection) else []
    if files:
        # While another program reads the build, the months count as new.
        with suppress(duckdb.IOException), open_store(settings.build_file) as connection:
            connection.execute("begin")
            restamp(connection, files)
            connection.execute("commit")


def _missing(deliveries: Sequence[landing.Delivery]) -> Iterator[str]:
    for month in sorted({delivery.month for delivery in deliveries}):
        found = {
            file.dataset
            for delivery in deliveries
            if delivery.month == month
            for file in delivery.files
        }
        for contract in CONTRACTS:
            if contract.needed and contract.dataset not in found:
                yield f"{month} has no {contract.dataset} yet"
