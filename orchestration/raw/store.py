"""The build file and the raw layer in it: receipts, views and value macros.

Belongs here: opening the build file, the tables of receipts, the views over loaded files and the
removal of leftovers. Does not belong here: what is put into them (load.py, finish.py), and
everything that dbt builds in the same file.

One landing file is one table `raw_files.<table>_<file_id>`, created whole in one statement, so that
its row ids are the record numbers less one (a row number made while reading would halve the speed).
`raw.<table>` is the union of the files with a receipt.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from orchestration.landing.contract import Contract
from orchestration.landing.contracts import CONTRACTS
from orchestration.landing.extract_files import ROWS_PER_PART
from orchestration.machine.access import make_private_folder
from orchestration.raw.reasons import REASONS
from orchestration.raw.seed_names import judged_by

_VALUE_MACROS = Path(__file__).with_name("values.sql")
#: What else decides how a value is read.
_VALUE_CODE = (
    *("raw/value_checks.py", "raw/own_tables.py"),
    *("landing/parquet_files.py", "raw/person_key.py"),
)

_MEMORY_LIMIT = "3GB"

_REASONS = ", ".join(f"'{reason}'" for reason in REASONS)

_RECEIPTS = f"""
create schema raw;
create schema raw_files;

-- What code laid out the raw layer and read the values in it.
create table raw.layout (
    mark varchar not null,
);

-- A file is held once its month was found complete with it, for good: models read it, and landing
-- must keep its bytes. What a refused or incomplete delivery left is not: nothing reads it, and it
-- is forgotten where its file has changed or is gone.

create table raw.files (
    file_id integer primary key,
    delivery varchar not null,
    as_of_month date not null,
    revision integer not null,
    dataset varchar not null,
    file_name varchar not null,
    file_format varchar not null,
    sha256 varchar not null,
    bytes bigint not null,
    modified_ns bigint not null,
    inode uhugeint not null,
    changed_ns bigint not null,
    records_count bigint not null,
    loaded_count bigint not null,
    quarantined_count bigint not null,
    blank_count bigint not null,
    first_month date,
    last_month date,
    absent_columns varchar not null,
    unknown_columns varchar not null,
    repeated_count bigint not null,
    loaded_at timestamp not null,
    is_held boolean not null,
    check (records_count = loaded_count + quarantined_count),
);

-- Records without any value: they stay in the table of their file, where they keep the numbers of
-- the others right, and count as no records.
create table raw.blank_records (
    file_id integer not null,
    record bigint not null,
);

-- Records that are set aside. The line is null for Parquet; the column is spelled as Partner Center
-- does; the raw text is the record as it stands in the file (for Parquet the contract's columns as
-- JSON) and may hold personal data; the amount is null where there is none that can be read.
create table raw.quarantine (
    file_id integer not null,
    record bigint not null,
    physical_line bigint,
    column_name varchar not null,
    reason varchar not null check (reason in ({_REASONS})),
    raw_text varchar not null,
    acr_usd decimal(28, 10),
);

-- Files without rows in raw: the same bytes a second time in one delivery, and Coverage.csv.
create table raw.other_files (
    delivery varchar not null,
    as_of_month date not null,
    revision integer not null,
    kind varchar not null check (kind in ('duplicate', 'coverage')),
    dataset varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    bytes bigint not null,
    modified_ns bigint not null,
    inode uhugeint not null,
    changed_ns bigint not null,
    loaded_at timestamp not null,
    is_held boolean not null,
);

create table raw.file_months (
    file_id integer not null,
    month_text varchar not null,
    usage_month date not null,
    records_count bigint not null,
);

create table raw.file_partners (
    file_id integer not null,
    id_kind varchar not null,
    partner_text varchar not null,
    records_count bigint not null,
);

create table raw.declared_coverage (
    delivery varchar not null,
    as_of_month date not null,
    revision integer not null,
    dataset varchar not null,
    first_month date not null,
    last_month date not null,
    partner_text varchar,
);

-- What the rows that contradict each other are about, named as the models name it: no older
-- delivery's row may stand in for them. Path and metric are empty where a track is meant.
create table raw.contradicted (
    file_id integer not null,
    partner_text varchar not null,
    solution_area varchar not null,
    month date not null,
    path varchar not null,
    metric varchar not null,
);

-- Tells whether a later load has the same secret key; the key itself is nowhere in the file.
create table raw.person_key (
    mark varchar not null,
);

create table raw.deliveries (
    delivery varchar not null,
    as_of_month date not null,
    revision integer not null,
    loaded_at timestamp not null,
);
"""


def open_store(build_file: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the build file, which is created with an empty raw layer where it is absent.

    Opening to write removes what a broken load left behind, and begins the raw layer anew where
    other code laid it out: a build is disposable, and its files are loaded again. A context
    manager: leaving it closes the file. Raises `duckdb.IOException` while another process has the
    file open. With `read_only` the file must exist and nothing is changed.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": _MEMORY_LIMIT,
            "temp_directory": str(spill_folder(build_file)),
            # Record numbers are the order of rows in a file.
            "preserve_insertion_order": True,
        }
    )
    try:
        _attach(connection, build_file, read_only)
        if not read_only:
            connection.execute("begin")
            if is_current(connection):
                _drop_leftovers(connection)
            else:
                _lay_out(connection)
            connection.execute("commit")
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that the block writes, or nothing where it raises."""
    connection.execute("begin")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo the transaction under way, where there still is one.

    On a full disk DuckDB has ended it by itself, and its answer to a rollback would hide why.
    """
    with contextlib.suppress(duckdb.Error):
        connection.execute("rollback")


def spill_folder(build_file: Path) -> Path:
    """Where DuckDB puts what does not fit into memory: beside the file, and as private."""
    return build_file.with_name(f"{build_file.name}.tmp")


def plain_copies(connection: duckdb.DuckDBPyConnection) -> Path:
    """A folder for copies of extracts while they are read: it goes with what DuckDB spills."""
    row = connection.execute("select current_setting('temp_directory')").fetchone()
    assert row is not None
    return Path(row[0]) / "plain"


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the raw layer is as this code lays it out and reads values."""
    has_layout = connection.execute(
        "select 1 from duckdb_tables() "
        "where database_name = 'build' and schema_name = 'raw' and table_name = 'layout'"
    ).fetchone()
    return has_layout is not None and connection.execute(
        "select mark from raw.layout"
    ).fetchone() == (_layout_mark(),)


def file_table(contract: Contract, file_id: int) -> str:
    """The table that holds one file's rows."""
    return f"raw_files.{contract.table}_{file_id}"


def recreate_view(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `raw.<table>` the union of all files of the dataset that have a receipt."""
    files = connection.execute(
        "select file_id, quarantined_count, blank_count from raw.files where dataset = ? "
        "order by file_id",
        [contract.dataset],
    ).fetchall()
    names = ", ".join(contract.raw_columns)
    parts = [
        f"select {file_id}::integer as file_id, rowid + 1 as record, {names} "
        f"from {file_table(contract, file_id)} as file where true"
        + not_left_out(file_id, "file.rowid + 1", blank, quarantined)
        for file_id, quarantined, blank in files
    ]
    if not parts:
        columns = ", ".join(f"null::varchar as {name}" for name in contract.raw_columns)
        parts = [f"select null::integer as file_id, null::bigint as record, {columns} where false"]
    connection.execute(
        f"create or replace view raw.{contract.table} as " + " union all ".join(parts)
    )


def not_left_out(file_id: int, record_sql: str, blank: int, quarantined: int) -> str:
    """SQL conditions, to be added, for the records of a file that are not left out.

    Asked only of files that have such records: the others are read as quickly as ever.
    """
    tables = [("raw.blank_records", blank), ("raw.quarantine", quarantined)]
    return "".join(
        f" and not exists (select 1 from {table} as aside "
        f"where aside.file_id = {file_id} and aside.record = {record_sql})"
        for table, count in tables
        if count
    )


def _attach(connection: duckdb.DuckDBPyConnection, build_file: Path, read_only: bool) -> None:
    make_private_folder(build_file.parent)
    options = (
        "read_only" if read_only else f"storage_version 'v1.5.0', row_group_size {ROWS_PER_PART}"
    )
    path = str(build_file.absolute()).replace("'", "''")
    connection.execute(f"attach '{path}' as build ({options})")
    connection.execute("use build")
    connection.execute("set enable_progress_bar = false")


def _layout_mark() -> str:
    columns = [(contract.table, contract.raw_columns) for contract in CONTRACTS]
    code = [_VALUE_MACROS.parents[1] / name for name in _VALUE_CODE]
    readings = [path.read_text(encoding="utf-8") for path in (_VALUE_MACROS, *code)]
    text = f"{_RECEIPTS}{readings}{columns}{judged_by()}"
    return hashlib.sha256(text.encode()).hexdigest()


def _lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("drop schema if exists raw cascade")
    connection.execute("drop schema if exists raw_files cascade")
    connection.execute(_RECEIPTS)
    connection.execute("insert into raw.layout values (?)", [_layout_mark()])
    connection.execute(_VALUE_MACROS.read_text(encoding="utf-8"))
    for contract in CONTRACTS:
        recreate_view(connection, contract)


def _drop_leftovers(connection: duckdb.DuckDBPyConnection) -> None:
    with_receipt = {
        f"{contract.table}_{file_id}"
        for contract in CONTRACTS
        for (file_id,) in connection.execute(
            "select file_id from raw.files where dataset = ?", [contract.dataset]
        ).fetchall()
    }
    tables = connection.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'build' and schema_name = 'raw_files'"
    ).fetchall()
    for (table,) in tables:
        if table not in with_receipt:
            connection.execute(f'drop table raw_files."{table}"')
