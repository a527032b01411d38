"""All files of an as-of month against their contracts and receipts, before anything is loaded.

Belongs here: which files are new, which were changed or taken away, whether they may be, and what
Coverage.csv declares.
Does not belong here: reading one file (extract_files.py), rows and values (value_checks.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.landing.contracts import CONTRACT_OF, COVERAGE
from orchestration.landing.delivery_name import DeliveryName, first_day
from orchestration.landing.extract_files import Extract, inspect, records_text, sha256_of
from orchestration.landing.faults import DeliveryError, Fault, LandingError, Refused, quoted
from orchestration.landing.folder import Delivery, FileKey, LandingFile
from orchestration.raw.receipts import Receipt, read_receipts


@dataclass(frozen=True)
class DeclaredCoverage:
    """One row of a Coverage.csv: the months that a dataset was asked for.

    `partner` is the only account that they were asked for; None for every one.
    """

    dataset: str
    first_month: date
    last_month: date
    partner: str | None = None


@dataclass(frozen=True)
class CheckedMonth:
    """An as-of month whose files keep their contracts."""

    month: str
    deliveries: tuple[Delivery, ...]
    #: Files to load, in order of revision and name.
    extracts: tuple[Extract, ...]
    #: Receipts that no longer hold: loading forgets them first.
    outdated: tuple[Receipt, ...]
    #: Loaded files that are as they were, but have another stamp.
    touched: tuple[LandingFile, ...]
    #: Delivery → what its Coverage.csv declares.
    declared: dict[str, tuple[DeclaredCoverage, ...]]

    @property
    def as_of_month(self) -> date:
        return first_day(self.month)


def check_month(
    connection: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery], month: str
) -> CheckedMonth:
    """Check every file of the month's deliveries; change nothing.

    Raises `DeliveryError` with every fault, and `LandingError` when landing has no such month.
    """
    ours = tuple(delivery for delivery in deliveries if delivery.month == month)
    receipts = {
        key: receipt for key, receipt in read_receipts(connection).items() if receipt.month == month
    }
    outdated = _outdated(ours, receipts)
    if not ours and not receipts:
        raise LandingError(
            f"The landing folder has no delivery {month}.",
            [Fault(month, "a folder with this name", "none", "Check the as-of month.")],
        )
    faults = [fault for delivery in ours for fault in delivery.faults]
    # What is known to be wrong is reported once.
    told = {fault.place for fault in faults}
    faults += _vanished(ours, receipts.values())
    extracts: list[Extract] = []
    touched: list[LandingFile] = []
    declared: dict[str, tuple[DeclaredCoverage, ...]] = {}
    for delivery in ours:
        for file in delivery.all_files:
            if file.place in told:
                continue
            try:
                receipt = receipts.get(file.key)
                if receipt is not None and receipt not in outdated:
                    if receipt.stamp != file.stamp:
                        _hold_to_bytes(receipt, file)
                        touched.append(file)
                elif file.dataset != COVERAGE.dataset:
                    extracts.append(inspect(connection, file, CONTRACT_OF[file.dataset]))
                if file.dataset == COVERAGE.dataset:
                    declared[delivery.name] = _read_coverage(connection, delivery, file)
            except Refused as refused:
                faults += refused.faults
    if faults:
        raise DeliveryError(month, faults)
    return CheckedMonth(
        month=month,
        deliveries=ours,
        extracts=tuple(extracts),
        outdated=outdated,
        touched=tuple(touched),
        declared=declared,
    )


def _outdated(
    deliveries: Iterable[Delivery], receipts: dict[FileKey, Receipt]
) -> tuple[Receipt, ...]:
    """Receipts of files that are not held, where the dataset's files in the delivery have changed.

    One that was changed, removed or added outdates the others, which are loaded anew with it: a
    file may have been passed over for having the bytes of another, and `raw` must be what a build
    from scratch would make of the folder.
    """
    landed = {file.key: file for delivery in deliveries for file in delivery.all_files}
    changed = {(file.delivery, file.dataset) for key, file in landed.items() if key not in receipts}
    loose = [receipt for receipt in receipts.values() if not receipt.is_held]
    for receipt in loose:
        file = landed.get(receipt.key)
        if file is None or not (
            file.stamp == receipt.stamp or has_bytes(file, receipt.bytes, receipt.sha256)
        ):
            changed.add((receipt.delivery, receipt.dataset))
    return tuple(each for each in loose if (each.delivery, each.dataset) in changed)


def _vanished(deliveries: Iterable[Delivery], receipts: Iterable[Receipt]) -> Iterator[Fault]:
    landed = {file.key for delivery in deliveries for file in delivery.all_files}
    for receipt in receipts:
        if receipt.is_held and receipt.key not in landed:
            yield Fault(
                receipt.place,
                f"the file that was loaded (SHA-256 {receipt.sha256[:12]}…)",
                "no file",
                "Put it back: files of a complete delivery must stay in the landing folder, and a "
                "correction is a separate delivery. To go on without it, delete the build file "
                f"and refresh once with ACCEPT_REMOVED={receipt.place}",
            )


def _hold_to_bytes(receipt: Receipt, file: LandingFile) -> None:
    """Raise `Refused` unless the file has the bytes of its receipt."""
    if has_bytes(file, receipt.bytes, receipt.sha256):
        return
    raise Refused(
        [
            Fault(
                file.place,
                f"the file that was loaded (SHA-256 {receipt.sha256[:12]}…)",
                "different content under the same name",
                "Put the loaded file back and deliver the correction, with all files of "
                f"{receipt.dataset}, in a folder named "
                f"{DeliveryName.of(file.delivery).next_revision}.",
            )
        ]
    )


def restamped(
    connection: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery]
) -> list[LandingFile]:
    """Files that are held and have the bytes of their receipts, but another stamp."""
    receipts = read_receipts(connection)
    found = []
    for file in (file for delivery in deliveries for file in delivery.all_files):
        receipt = receipts.get(file.key)
        if receipt is not None and receipt.is_held and receipt.stamp != file.stamp:
            # What cannot be read is reported when the month is checked.
            with suppress(OSError):
                if has_bytes(file, receipt.bytes, receipt.sha256):
                    found.append(file)
    return found


def has_bytes(file: LandingFile, size: int, sha256: str) -> bool:
    """Whether the file's content is that of this size and hash; a damaged one's is not."""
    try:
        return file.bytes == size and sha256_of(file) == sha256
    except Refused:
        return False


def _read_coverage(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, file: LandingFile
) -> tuple[DeclaredCoverage, ...]:
    extract = inspect(connection, file, COVERAGE)
    rows = csv.reader(
        records_text(extract).splitlines(keepends=True), delimiter=extract.delimiter or ","
    )
    present = {landed.dataset for landed in delivery.files}
    named = [contract.dataset for contract in CONTRACT_OF.values() if contract.may_be_empty]
    found: dict[tuple[str, str | None], DeclaredCoverage] = {}
    faults: list[Fault] = []
    for record, row in enumerate((row for row in rows if any(map(str.strip, row))), start=1):
        cells = {
            name: row[position].strip() if position < len(row) else ""
            for name, position in extract.match.positions.items()
        }

        def fault(column: str, expected: str, record: int = record, cells: dict = cells) -> None:
            faults.append(
                Fault(
                    file.place,
                    expected,
                    quoted(cells[column]),
                    "Correct the line.",
                    record=record,
                    column=COVERAGE.by_name[column].header,
                )
            )

        dataset = next((name for name in named if name.lower() == cells["dataset"].lower()), None)
        first, last = (
            _month(connection, cells[column]) for column in ("first_month", "last_month")
        )
        # Only the reports of one partner can be asked for of one.
        of_one = dataset is not None and CONTRACT_OF[dataset].is_of_one_partner
        partner = _partner(connection, cells.get("pga_mpn_id", "")) if of_one else None
        if dataset is None or (dataset, partner) in found:
            fault("dataset", f"one of {', '.join(named)}, each only once{' a partner' * of_one}")
        elif dataset not in present:
            fault("dataset", f"a dataset with files in {delivery.name}")
        elif first is None:
            fault("first_month", "a month such as 2026-10")
        elif last is None or not first <= last <= delivery.as_of_month:
            fault("last_month", f"a month from FirstMonth to {delivery.month}")
        else:
            found[dataset, partner] = DeclaredCoverage(dataset, first, last, partner)
    if faults:
        raise Refused(faults)
    return tuple(found.values())


def _partner(connection: duckdb.DuckDBPyConnection, text: str) -> str | None:
    row = connection.execute("select raw.as_id(?)", [text]).fetchone()
    return row[0] if row else None


def _month(connection: duckdb.DuckDBPyConnection, text: str) -> date | None:
    """The month that the text names; None where it names none or another day than the first."""
    row = connection.execute("select raw.as_month(?)", [text]).fetchone()
    month = row[0] if row else None
    return month if month is not None and month.day == 1 else None
