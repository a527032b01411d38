"""Landing files into `raw`: one dataset of an as-of month in one transaction.

Belongs here: the transaction, and the entry points of the loader, in the order in which a refresh
calls them:

    deliveries = landing.scan(landing_dir)
    with raw_store.open_store(build_file) as connection:
        for month in load.pending_months(connection, deliveries):
            checked = load.check_month(connection, deliveries, month)
            for contract in CONTRACTS:
                load.load_dataset(connection, checked, contract.dataset, key)
            load.finish_month(connection, checked)

Does not belong here: one file (file_load.py), what it must look like (contracts.py,
delivery_check.py, value_checks.py) and when a month is complete (finish.py).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

import duckdb

from orchestration.landing.contract import Contract
from orchestration.landing.contracts import CONTRACT_OF
from orchestration.landing.extract_files import Extract
from orchestration.landing.faults import DeliveryError, Fault, Refused
from orchestration.raw.dataset_checks import emptied
from orchestration.raw.delivery_check import CheckedMonth, check_month
from orchestration.raw.file_load import FileReceipt, load_file, with_more_fields
from orchestration.raw.finish import finish_month
from orchestration.raw.in_force import loaded_files
from orchestration.raw.own_tables import set_aside_contradictions
from orchestration.raw.person_key import PersonKeyError, key_mark
from orchestration.raw.receipts import Receipt, forget, pending_months, read_receipts
from orchestration.raw.repetition import repeated
from orchestration.raw.store import recreate_view, roll_back, transaction

__all__ = ["FileReceipt", "check_month", "finish_month", "load_dataset", "pending_months"]


def load_dataset(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    dataset: str,
    person_key: bytes,
    accept_repeated: Set[str] = frozenset(),
) -> list[FileReceipt]:
    """Load the month's new files of the dataset, all of them or none; forget those outdated.

    Rows that are there twice refuse the delivery, but for the files and deliveries that
    `accept_repeated` names.

    Answers for every file of the dataset in the month, those loaded before included; where all are,
    nothing is written. Raises `DeliveryError` with the faults of every file, and `PersonKeyError`
    when people were hashed with another key before.
    """
    contract = CONTRACT_OF[dataset]
    receipts = {
        key: receipt
        for key, receipt in read_receipts(connection).items()
        if (receipt.month, receipt.dataset) == (checked.month, dataset)
    }
    outdated = [each for each in checked.outdated if receipts.get(each.key) == each]
    for receipt in outdated:
        del receipts[receipt.key]
    answers = [_known(receipt) for receipt in receipts.values()]
    extracts = [
        extract
        for extract in checked.extracts
        if extract.contract is contract and extract.file.key not in receipts
    ]
    while extracts or outdated:
        loaded = _load_all(
            connection, checked, contract, extracts, answers, outdated, person_key, accept_repeated
        )
        if isinstance(loaded, _Wider):
            extracts = loaded.extracts
        else:
            return answers + loaded
    return answers


@dataclass(frozen=True)
class _Wider:
    """The same extracts, some of which must be read with more fields. Nothing was loaded.

    Reading such a file has ended the transaction, so that all files of the dataset load anew.
    """

    extracts: list[Extract]


def _load_all(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    contract: Contract,
    extracts: list[Extract],
    earlier: list[FileReceipt],
    outdated: list[Receipt],
    person_key: bytes,
    accept_repeated: Set[str],
) -> list[FileReceipt] | _Wider:
    """Load the files in one transaction. Raises `DeliveryError`."""
    loaded: list[FileReceipt] = []
    wider: list[Extract] = []
    faults: list[Fault] = []
    with transaction(connection):
        if contract.has_people and extracts:
            _hold_to_key(connection, person_key)
        forget(connection, outdated)
        for extract in extracts:
            try:
                receipt = load_file(connection, checked, extract, earlier + loaded, person_key)
            except Refused as refused:
                faults += refused.faults
            else:
                if receipt is not None:
                    loaded.append(receipt)
                    continue
                wider.append(extract)
            # The failed statement may have ended the transaction; the other files are still looked
            # at, to tell all faults at once.
            roll_back(connection)
            connection.execute("begin")
            forget(connection, outdated)
        if wider:
            roll_back(connection)
            connection.execute("begin")
            return _Wider([with_more_fields(e) if e in wider else e for e in extracts])
        if not faults:
            recreate_view(connection, contract)
            if extracts:
                faults += emptied(connection, checked, extracts)
                faults += repeated(connection, checked, extracts, accept_repeated)
        if faults:
            raise DeliveryError(checked.month, faults)
        set_aside_contradictions(connection, checked, contract, extracts)
        counted = {file.place: file for file in loaded_files(connection)}
    return [
        replace(each, repeated_count=file.repeated, quarantined_count=file.quarantined)
        if (file := counted.get(each.place))
        else each
        for each in loaded
    ]


def _known(receipt: Receipt) -> FileReceipt:
    return FileReceipt(
        delivery=receipt.delivery,
        file_name=receipt.file_name,
        dataset=receipt.dataset,
        status="duplicate" if receipt.file_id is None else "known",
        sha256=receipt.sha256,
        bytes=receipt.bytes,
        records_count=receipt.records_count,
        quarantined_count=receipt.quarantined_count,
        repeated_count=receipt.repeated_count,
    )


def _hold_to_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    row = connection.execute("select mark from raw.person_key").fetchone()
    if row is None:
        connection.execute("insert into raw.person_key values (?)", [key_mark(key)])
    elif row[0] != key_mark(key):
        raise PersonKeyError(
            "The person key is not the one that earlier certificates were loaded with, so the same "
            "person would count twice. Restore that key, or delete the build file: the next run "
            "rebuilds it from the landing folder."
        )
