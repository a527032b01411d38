"""Landing files into `raw`: one dataset of an as-of month in one transaction.

Belongs here: the transaction, the statement that loads a file, its receipt, and the entry points of
the loader, in the order in which a refresh calls them:

    deliveries = landing.scan(landing_dir)
    with raw_store.open_store(build_file) as connection:
        for month in load.pending_months(connection, deliveries):
            checked = load.check_month(connection, deliveries, month)
            for contract in CONTRACTS:
                load.load_dataset(connection, checked, contract.dataset, key)
            load.finish_month(connection, checked)

Does not belong here: what a file must look like (contracts.py, delivery_check.py, value_checks.py)
and when a month is complete (finish.py).
"""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

from orchestration.contracts import CONTRACT_OF
from orchestration.csv_faults import explain
from orchestration.dataset_checks import emptied
from orchestration.delivery_check import CheckedMonth, check_month
from orchestration.extract_files import FIELDS_FAULT, SPARE_COLUMNS, Extract, sha256_of
from orchestration.faults import DeliveryError, Fault, Refused
from orchestration.finish import finish_month
from orchestration.landing import LandingFile
from orchestration.overlaps import overlapping
from orchestration.person_key import PERSON, PersonKeyError, key_mark, padded_keys, person_hash_sql
from orchestration.raw_store import file_table, recreate_view, roll_back
from orchestration.receipts import (
    Receipt,
    pending_months,
    read_receipts,
    write_other_file,
    write_receipt,
)
from orchestration.value_checks import check_values

__all__ = ["FileReceipt", "check_month", "finish_month", "load_dataset", "pending_months"]

#: What DuckDB raises for a file's content, as against a full disk or a lack of memory.
_CONTENT_ERRORS = (
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.SerializationException,
)

#: How DuckDB tells that a record has another number of fields.
_OTHER_FIELDS = "Expected Number of Columns"


@dataclass(frozen=True)
class FileReceipt:
    """How one file fared. `known`: loaded before; `duplicate`: its bytes are loaded already."""

    delivery: str
    file_name: str
    dataset: str
    status: Literal["loaded", "known", "duplicate"]
    sha256: str
    bytes: int
    records_count: int
    quarantined_count: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        place = f"{self.delivery}/{self.file_name}"
        records = f"{self.records_count:,} records"
        if self.quarantined_count:
            records += f" ({self.quarantined_count:,} of them in quarantine)"
        if self.status == "known":
            return f"{place}: unchanged since it was loaded, {records}"
        if self.status == "duplicate":
            return f"{place}: skipped, another file of this delivery has the same bytes"
        return f"{place}: {records} in {self.seconds:.1f} s"


class _OtherFields(Exception):
    """A record of the file has another number of fields than the header; read it so, and again."""


def load_dataset(
    connection: duckdb.DuckDBPyConnection, checked: CheckedMonth, dataset: str, person_key: bytes
) -> list[FileReceipt]:
    """Load the month's new files of the dataset, all of them or none.

    Answers for every file of the dataset in the month, those loaded before included; where all are,
    nothing is written. Raises `DeliveryError` with the faults of every file, and `PersonKeyError`
    when people were hashed with another key before.
    """
    contract = CONTRACT_OF[dataset]
    receipts = read_receipts(connection)
    answers = [
        _known(receipt)
        for receipt in receipts.values()
        if (receipt.month, receipt.dataset) == (checked.month, dataset)
    ]
    extracts = [
        extract
        for extract in checked.extracts
        if extract.contract is contract
        and (extract.file.delivery, extract.file.name) not in receipts
    ]
    # A file with a record of more or fewer fields is read in another way. Reading it has ended the
    # transaction, so that all files of the dataset are loaded anew.
    while extracts:
        try:
            return answers + _load_all(connection, checked, extracts, answers, person_key)
        except _Restart as restart:
            extracts = restart.extracts
    return answers


class _Restart(Exception):
    """Some files must be read in another way; `extracts` says how."""

    def __init__(self, extracts: list[Extract]) -> None:
        self.extracts = extracts
        super().__init__()


def _load_all(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extracts: list[Extract],
    earlier: list[FileReceipt],
    person_key: bytes,
) -> list[FileReceipt]:
    """Load the files in one transaction. Raises `DeliveryError`, and `_Restart`."""
    contract = extracts[0].contract
    loaded: list[FileReceipt] = []
    faults: list[Fault] = []
    again: dict[str, Extract] = {}
    connection.execute("begin")
    try:
        if contract.has_people:
            _hold_to_key(connection, person_key)
        # A file that joins a finished delivery opens it again until the month is finished anew.
        connection.execute(
            "delete from raw.deliveries where as_of_month = ?", [checked.as_of_month]
        )
        for extract in extracts:
            try:
                loaded.append(_load(connection, checked, extract, earlier + loaded, person_key))
            except (Refused, _OtherFields) as error:
                if isinstance(error, Refused):
                    faults += error.faults
                else:
                    again[extract.file.place] = _with_more_columns(extract)
                # The failed statement may have ended the transaction; the other files are still
                # looked at, to tell all faults at once.
                roll_back(connection)
                connection.execute("begin")
        if again:
            raise _Restart([again.get(each.file.place, each) for each in extracts])
        if not faults:
            recreate_view(connection, contract)
            faults += emptied(connection, extracts)
            faults += overlapping(connection, checked, extracts)
        if faults:
            raise DeliveryError(checked.month, faults)
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise
    return loaded


def _with_more_columns(extract: Extract) -> Extract:
    more = next(each for each in SPARE_COLUMNS if each > extract.spare_columns)
    return replace(extract, spare_columns=more)


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
    )


def _hold_to_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    row = connection.execute("select mark from raw.person_key").fetchone()
    if row is None:
        connection.execute("insert into raw.person_key values (?)", [key_mark(key)])
    elif row[0] != key_mark(key):
        raise PersonKeyError(
            "The key for people is not the one that earlier certificates were loaded with, so the "
            "same person would count twice. Restore that key, or delete the build file: the next "
            "run makes it anew from the landing folder."
        )


def _load(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extract: Extract,
    earlier: list[FileReceipt],
    person_key: bytes,
) -> FileReceipt:
    started = time.perf_counter()
    file, contract = extract.file, extract.contract
    delivery = next(d for d in checked.deliveries if d.name == file.delivery)
    same_size = [
        other for other in earlier if (other.delivery, other.bytes) == (file.delivery, file.bytes)
    ]
    if same_size:
        sha256 = sha256_of(file)
        twin = next((other for other in same_size if other.sha256 == sha256), None)
        if twin is not None:
            write_other_file(connection, delivery, file, "duplicate", contract.dataset, sha256)
            return FileReceipt(
                file.delivery, file.name, contract.dataset, "duplicate", sha256, file.bytes, 0
            )
    file_id = _new_file_id(connection, file)
    table = file_table(contract, file_id)
    with ThreadPoolExecutor(max_workers=1) as beside:
        hashing = beside.submit(sha256_of, file)
        _create_table(connection, table, extract, person_key, hashing)
        facts = check_values(connection, table, extract, file_id, checked.as_of_month)
        sha256 = hashing.result()
    _refuse_moving(file)
    write_receipt(connection, delivery, extract, file_id, sha256, facts)
    return FileReceipt(
        file.delivery,
        file.name,
        contract.dataset,
        "loaded",
        sha256,
        file.bytes,
        facts.records_count,
        facts.quarantined_count,
        time.perf_counter() - started,
    )


def _new_file_id(connection: duckdb.DuckDBPyConnection, file: LandingFile) -> int:
    """A number made from the file's name: the same in every build, in whatever order it loads."""
    digest = hashlib.sha256(file.place.encode()).digest()
    file_id = int.from_bytes(digest[:4]) >> 1
    taken = {number for (number,) in connection.execute("select file_id from raw.files").fetchall()}
    while file_id in taken:
        file_id += 1
    return file_id


def _create_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    extract: Extract,
    person_key: bytes,
    hashing: Future[str],
) -> None:
    contract = extract.contract
    values = {column.name: extract.value_sql(column.name) for column in contract.stored}
    columns = [f"{value} as {name}" for name, value in values.items()]
    parameters: dict[str, object] = {"path": extract.path_parameter}
    if contract.has_people:
        columns.append(f"{person_hash_sql(PERSON.format(**values))} as person_key")
        parameters |= padded_keys(person_key)
    if extract.spare_columns:
        columns.append(f"{extract.fields_fault_sql()} as {FIELDS_FAULT}")
    try:
        connection.execute(
            f"create table {table} as select {', '.join(columns)} from {extract.read_sql()}",
            parameters,
        )
    except duckdb.Error as error:
        hashing.result()  # raises `Refused` for a damaged gzip file, which says more
        if _is_of_content(error):
            if _OTHER_FIELDS in str(error) and extract.spare_columns < SPARE_COLUMNS[-1]:
                raise _OtherFields from None
            raise Refused(explain(extract, str(error))) from None
        raise


def _is_of_content(error: duckdb.Error) -> bool:
    """Whether the file is to blame, and not the disk or the memory."""
    # What the inner parts of DuckDB throw comes as the base class (a Parquet file whose footer and
    # body do not fit), and bytes behind the end of a gzip file come as an error of reading.
    return (
        isinstance(error, _CONTENT_ERRORS)
        or type(error) is duckdb.Error
        or "GZIP stream" in str(error)
    )


def _refuse_moving(file: LandingFile) -> None:
    stat = file.path.stat()
    if (stat.st_size, stat.st_mtime_ns) != (file.bytes, file.modified_ns):
        raise Refused(
            [
                Fault(
                    file.place,
                    "a file that stays as it is",
                    "a file that changed while it was read",
                    "Wait until the copy has ended and start again.",
                )
            ]
        )
