"""One landing file into a table of `raw`: read, check, set aside, store, receipt.

Belongs here: the order of these stages, the statement that reads a file, and how the file fared.
Does not belong here: the transaction around the files of a dataset (load.py), and what a file must
look like (contracts.py, delivery_check.py, value_checks.py).
"""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

from orchestration.landing.csv_faults import explain
from orchestration.landing.extract_files import (
    FIELDS_FAULT,
    SPARE_COLUMNS,
    Extract,
    readable,
    sha256_of,
)
from orchestration.landing.faults import Fault, Refused
from orchestration.landing.folder import LandingFile, stamp_of
from orchestration.landing.physical_lines import check_reading
from orchestration.landing.text_scan import TextScan, scan_text
from orchestration.raw.delivery_check import CheckedMonth
from orchestration.raw.file_table import FileTable, distinct_values
from orchestration.raw.own_tables import impossible
from orchestration.raw.person_key import PERSON, padded_keys, person_hash_sql
from orchestration.raw.quarantine import pass_over_blank, set_aside
from orchestration.raw.receipts import write_other_file, write_receipt
from orchestration.raw.spreadsheet import spreadsheet_faults
from orchestration.raw.store import plain_copies
from orchestration.raw.value_checks import note_contents, wrong_values

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
    blank_count: int = 0
    repeated_count: int = 0
    seconds: float = 0.0

    @property
    def place(self) -> str:
        return f"{self.delivery}/{self.file_name}"

    def __str__(self) -> str:
        place = self.place
        records = f"{self.records_count:,} records"
        if self.quarantined_count:
            records += f" ({self.quarantined_count:,} of them in quarantine)"
        if self.blank_count:
            records += f", {self.blank_count:,} empty records skipped"
        if self.repeated_count:
            records += f", {self.repeated_count:,} of them repeated and counted again"
        if self.status == "known":
            return f"{place}: unchanged since it was loaded, {records}"
        if self.status == "duplicate":
            return f"{place}: skipped, another file in this delivery has the same bytes"
        return f"{place}: {records} in {self.seconds:.1f} s"


def load_file(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extract: Extract,
    earlier: list[FileReceipt],
    person_key: bytes,
) -> FileReceipt | None:
    """The whole way of a file: read, check, set aside, store, receipt.

    `earlier` are the files of the month that are loaded or known already. None where records have
    more fields than the extract says: it must be read with more. Raises `Refused`. In both cases
    the transaction has ended.
    """
    started = time.perf_counter()
    file, contract = extract.file, extract.contract
    delivery = next(d for d in checked.deliveries if d.name == file.delivery)
    if sha256 := _twin(file, earlier):
        write_other_file(connection, delivery, file, "duplicate", contract.dataset, sha256)
        return FileReceipt(
            file.delivery, file.name, contract.dataset, "duplicate", sha256, file.bytes, 0
        )
    with readable(extract, plain_copies(connection)) as plain:
        table = FileTable(connection, plain, _new_file_id(connection, file))
        sha256 = read_file(connection, table.name, plain, person_key)
        if sha256 is None:
            return None
        table = pass_over_blank(table)
        values = distinct_values(table)
        if faults := [*spreadsheet_faults(table, values)]:
            raise Refused(faults)
        wrong = wrong_values(table, values, checked.as_of_month, impossible(table))
        table = set_aside(table, wrong)
    if table.quarantined:
        values = distinct_values(table)
    facts = note_contents(table, values, checked.as_of_month)
    _refuse_moving(file)
    write_receipt(connection, delivery, extract, table.file_id, sha256, facts)
    return FileReceipt(
        file.delivery,
        file.name,
        contract.dataset,
        "loaded",
        sha256,
        file.bytes,
        facts.records_count,
        facts.quarantined_count,
        blank_count=facts.blank_count,
        seconds=time.perf_counter() - started,
    )


def _twin(file: LandingFile, earlier: list[FileReceipt]) -> str | None:
    """The hash of the file, where one of the same delivery has the same bytes."""
    same_size = [
        other for other in earlier if (other.delivery, other.bytes) == (file.delivery, file.bytes)
    ]
    sha256 = sha256_of(file) if same_size else None
    return sha256 if any(other.sha256 == sha256 for other in same_size) else None


def read_file(
    connection: duckdb.DuckDBPyConnection, table: str, extract: Extract, person_key: bytes
) -> str | None:
    """Read all records of a `readable` extract into a new table; return the file's SHA-256.

    None, and a transaction that has ended, where records have more fields than the extract says.
    Raises `Refused` for a file that is damaged or can be read in two ways.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        scanning = beside.submit(_scan, extract)
        if not _create_table(connection, table, extract, person_key, scanning):
            return None
        sha256, scan = scanning.result()
    check_reading(extract, scan, _rows(connection, table))
    return sha256


def with_more_fields(extract: Extract) -> Extract:
    """The extract, to be read with the next larger number of fields beyond its header."""
    more = next(each for each in SPARE_COLUMNS if each > extract.spare_columns)
    return replace(extract, spare_columns=more)


def _scan(extract: Extract) -> tuple[str, TextScan]:
    """The file's hash and what its bytes tell, read beside DuckDB. Raises `Refused`."""
    return sha256_of(extract.file), scan_text(extract)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return row[0]


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
    scanning: Future[tuple[str, TextScan]],
) -> bool:
    """Whether the table was made: not where records have more fields than the extract says."""
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
        scanning.result()  # raises `Refused` for a damaged gzip file, which says more
        if _is_of_content(error):
            if _OTHER_FIELDS in str(error) and extract.spare_columns < SPARE_COLUMNS[-1]:
                return False
            raise Refused(explain(extract, str(error))) from None
        raise
    return True


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
    if stamp_of(file.path) != file.stamp:
        raise Refused(
            [
                Fault(
                    file.place,
                    "a file that does not change",
                    "a file that changed while it was being read",
                    "Wait until the copy has finished, then start again.",
                )
            ]
        )
