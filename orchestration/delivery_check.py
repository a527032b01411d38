"""All files of an as-of month against their contracts and receipts, before anything is loaded.

Belongs here: which files are new, which were changed or taken away, and what Coverage.csv declares.
Does not belong here: reading one file (extract_files.py), rows and values (value_checks.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.contracts import CONTRACT_OF, COVERAGE
from orchestration.extract_files import Extract, first_bytes, inspect, sha256_of
from orchestration.faults import DeliveryError, Fault, LandingError, Refused, quoted
from orchestration.landing import Delivery, LandingFile
from orchestration.receipts import Receipt, read_receipts


@dataclass(frozen=True)
class DeclaredCoverage:
    """One row of a Coverage.csv: the months that a dataset was asked for."""

    dataset: str
    first_month: date
    last_month: date


@dataclass(frozen=True)
class CheckedMonth:
    """An as-of month whose files keep their contracts."""

    month: str
    deliveries: tuple[Delivery, ...]
    #: Files without a receipt, in order of revision and name.
    extracts: tuple[Extract, ...]
    #: Loaded files that are as they were, but have another time of change.
    touched: tuple[LandingFile, ...]
    #: Delivery → what its Coverage.csv declares.
    declared: dict[str, tuple[DeclaredCoverage, ...]]

    @property
    def as_of_month(self) -> date:
        return date.fromisoformat(f"{self.month}-01")


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
    if not ours and not receipts:
        raise LandingError(
            f"Landing has no delivery {month}.",
            [Fault(month, "a folder of this name", "none", "Check the as-of month.")],
        )
    faults = [fault for delivery in ours for fault in delivery.faults]
    # What is known to be wrong is told once.
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
                receipt = receipts.get((file.delivery, file.name))
                if receipt is not None:
                    if _is_touched(receipt, file):
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
        touched=tuple(touched),
        declared=declared,
    )


def _vanished(deliveries: Iterable[Delivery], receipts: Iterable[Receipt]) -> Iterator[Fault]:
    landed = {(file.delivery, file.name) for d in deliveries for file in d.all_files}
    for receipt in receipts:
        if receipt.key not in landed:
            yield Fault(
                f"{receipt.delivery}/{receipt.file_name}",
                f"the file that was loaded (SHA-256 {receipt.sha256[:12]}…)",
                "no file",
                "Put it back: loaded files stay in landing, a correction is a delivery of its own. "
                "To do without it from now on, delete the build file and refresh once with "
                f"ACCEPT_REMOVED={receipt.delivery}/{receipt.file_name}",
            )


def _is_touched(receipt: Receipt, file: LandingFile) -> bool:
    """Whether the file has another time than its receipt. Raises `Refused` for other content."""
    if receipt.looks_like(file):
        return False
    if receipt.bytes == file.bytes and receipt.sha256 == sha256_of(file):
        return True
    raise Refused(
        [
            Fault(
                file.place,
                f"the file that was loaded (SHA-256 {receipt.sha256[:12]}…)",
                "other content under the same name",
                "Put the loaded file back, and deliver the correction, with all files of "
                f"{receipt.dataset}, in a folder {next_revision(file.delivery)}.",
            )
        ]
    )


def next_revision(delivery: str) -> str:
    """The name of the folder that would correct this delivery: 2026-10 → 2026-10.2."""
    month, _, revision = delivery.partition(".")
    return f"{month}.{int(revision or 1) + 1}"


def _read_coverage(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, file: LandingFile
) -> tuple[DeclaredCoverage, ...]:
    extract = inspect(connection, file, COVERAGE)
    text = first_bytes(file).decode("utf-8-sig", errors="replace")
    rows = csv.reader(io.StringIO(text), delimiter=extract.delimiter or ",")
    next(rows)
    present = {landed.dataset for landed in delivery.files}
    usage = [contract.dataset for contract in CONTRACT_OF.values() if contract.is_usage]
    found: dict[str, DeclaredCoverage] = {}
    faults: list[Fault] = []
    for record, row in enumerate((row for row in rows if row), start=1):
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

        dataset = next((name for name in usage if name.lower() == cells["dataset"].lower()), None)
        first, last = (
            _month(connection, cells[column]) for column in ("first_month", "last_month")
        )
        if dataset is None or dataset in found:
            fault("dataset", f"one of {', '.join(usage)}, each once")
        elif dataset not in present:
            fault("dataset", f"a dataset that {delivery.name} holds")
        elif first is None:
            fault("first_month", "a month such as 2026-10")
        elif last is None or not first <= last <= delivery.as_of_month:
            fault("last_month", f"a month from the first one to {delivery.month}")
        else:
            found[dataset] = DeclaredCoverage(dataset, first, last)
    if faults:
        raise Refused(faults)
    return tuple(found.values())


def _month(connection: duckdb.DuckDBPyConnection, text: str) -> date | None:
    """The month that the text names; None where it names none or another day than the first."""
    row = connection.execute("select raw.as_month(?)", [text]).fetchone()
    month = row[0] if row else None
    return month if month is not None and month.day == 1 else None
