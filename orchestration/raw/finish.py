"""Is an as-of month complete, and from then on: its deliveries count.

Belongs here: what must be there before a month may be used, and the transaction that writes the
deliveries' own rows. Does not belong here: the soundness of files (delivery_check.py, load.py).

A dataset's delivery in force is the one of the highest revision that has it. Usage must reach the
as-of month: by its rows, or by what Coverage.csv beside it says was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.landing.contract import Contract
from orchestration.landing.contracts import CONTRACTS, COVERAGE
from orchestration.landing.delivery_name import DeliveryName
from orchestration.landing.extract_files import sha256_of
from orchestration.landing.faults import Fault, IncompleteError
from orchestration.raw.delivery_check import CheckedMonth
from orchestration.raw.in_force import in_force, loaded_files
from orchestration.raw.receipts import (
    finished_deliveries,
    hold,
    read_receipts,
    restamp,
    utc_now,
    write_other_file,
)
from orchestration.raw.store import transaction

#: To whoever calls the loader's steps in another order than a refresh does.
_LOAD_FIRST = "Load its dataset first."


@dataclass(frozen=True)
class FinishedMonth:
    """An as-of month that may be used. `is_new` is False where it could before, and as it is."""

    month: str
    deliveries: tuple[str, ...]
    is_new: bool

    def __str__(self) -> str:
        if not self.deliveries:
            return f"{self.month}: removed before it was complete, so its receipts were deleted"
        names = ", ".join(self.deliveries)
        return f"{names}: complete" if self.is_new else f"{names}: no changes"


@dataclass(frozen=True)
class _InForce:
    """The delivery in force of one dataset: its records, and the last closed month of usage."""

    delivery: DeliveryName
    records: int
    quarantined: int
    last_month: date | None


def finish_month(connection: duckdb.DuckDBPyConnection, checked: CheckedMonth) -> FinishedMonth:
    """Write the rows of the month's deliveries, all in one transaction.

    Raises `IncompleteError`, listing everything that is still to come, and then writes nothing.
    """
    faults = [*_not_loaded(connection, checked), *_not_complete(connection, checked)]
    if faults:
        raise IncompleteError(checked.month, faults)
    names = tuple(delivery.name for delivery in checked.deliveries)
    receipts = read_receipts(connection)
    new_coverage = [
        delivery
        for delivery in checked.deliveries
        if delivery.coverage is not None and delivery.coverage.key not in receipts
    ]
    is_new = (
        bool(new_coverage)
        or not finished_deliveries(connection).issuperset(names)
        or any(not each.is_held for each in receipts.values() if each.month == checked.month)
    )
    if not is_new and not checked.touched:
        return FinishedMonth(checked.month, names, is_new=False)
    with transaction(connection):
        for delivery in new_coverage:
            file = delivery.coverage
            assert file is not None
            write_other_file(
                connection, delivery, file, "coverage", COVERAGE.dataset, sha256_of(file)
            )
            for row in checked.declared[delivery.name]:
                connection.execute(
                    "insert into raw.declared_coverage values (?, ?, ?, ?, ?, ?, ?)",
                    [
                        *(delivery.name, delivery.as_of_month, delivery.revision),
                        *(row.dataset, row.first_month, row.last_month, row.partner),
                    ],
                )
        if is_new:
            connection.execute(
                "delete from raw.deliveries where as_of_month = ?", [checked.as_of_month]
            )
            for delivery in checked.deliveries:
                connection.execute(
                    "insert into raw.deliveries values (?, ?, ?, ?)",
                    [delivery.name, delivery.as_of_month, delivery.revision, utc_now()],
                )
            hold(connection, checked.as_of_month)
        restamp(connection, checked.touched)
    return FinishedMonth(checked.month, names, is_new)


def _not_loaded(connection: duckdb.DuckDBPyConnection, checked: CheckedMonth) -> Iterator[Fault]:
    receipts = read_receipts(connection)
    landed = {file.key for delivery in checked.deliveries for file in delivery.all_files}
    for receipt in receipts.values():
        if receipt.month == checked.month and receipt.key not in landed:
            yield Fault(receipt.place, "no receipt", "one for a file that is gone", _LOAD_FIRST)
    for delivery in checked.deliveries:
        if not delivery.all_files:
            yield Fault(
                delivery.name,
                "extracts",
                "an empty folder",
                "Put the extracts into it, or remove the folder.",
            )
        for file in delivery.files:
            receipt = receipts.get(file.key)
            if receipt is None or (receipt.stamp != file.stamp and file not in checked.touched):
                yield Fault(file.place, "a loaded file", "one that is not loaded", _LOAD_FIRST)


def _not_complete(connection: duckdb.DuckDBPyConnection, checked: CheckedMonth) -> Iterator[Fault]:
    names = [delivery.name for delivery in checked.deliveries]
    if not names:
        return
    correction = DeliveryName.of(names[-1]).next_revision
    for contract in CONTRACTS:
        found = _in_force(connection, checked, contract)
        if found is None:
            if contract.needed:
                yield Fault(
                    checked.month,
                    f"{contract.dataset} in {' or '.join(names)}",
                    "no such file",
                    f"Download it and put it there, or into a folder named {correction}.",
                )
        elif contract.is_usage and contract.needed:
            yield from _too_short(checked, contract, found, correction)


def _in_force(
    connection: duckdb.DuckDBPyConnection, checked: CheckedMonth, contract: Contract
) -> _InForce | None:
    files = [
        file
        for file in in_force(loaded_files(connection))
        if (file.delivery.month, file.dataset) == (checked.month, contract.dataset)
    ]
    if not files:
        return None
    return _InForce(
        delivery=files[0].delivery,
        records=sum(file.records for file in files),
        quarantined=sum(file.quarantined for file in files),
        last_month=max((file.last_month for file in files if file.last_month), default=None),
    )


def _too_short(
    checked: CheckedMonth, contract: Contract, last: _InForce, correction: DeliveryName
) -> Iterator[Fault]:
    """A fault where usage ends before the as-of month. Without claims there is none to end."""
    if contract.is_by_claim and last.records == 0:
        return
    declared = [
        row.last_month
        for row in checked.declared.get(str(last.delivery), ())
        if row.dataset == contract.dataset
    ]
    ends = [month for month in [last.last_month, *declared] if month is not None]
    if ends and max(ends) >= checked.as_of_month:
        return
    found = f"usage only up to {max(ends):%Y-%m}" if ends else "no usage at all"
    advice = (
        f"{contract.appears}: download the extract again then, and replace the file or use a "
        f"folder named {correction}. If there was no usage, enter {checked.month} as its "
        f"LastMonth in {last.delivery}/Coverage.csv."
    )
    if last.quarantined:
        found += f", and {last.quarantined:,} records that could not be read"
        advice = (
            "The quarantine list says why. If another program saved the file, download it again, "
            f"and replace the file or use a folder named {correction}."
        )
    yield Fault(
        f"{last.delivery}/{contract.dataset}",
        f"usage up to the as-of month {checked.month}",
        found,
        advice,
    )
