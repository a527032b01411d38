"""What lies in a release: the marts as one DuckDB file and as Parquet, and the label.

Belongs here: copying tables with their comments, the label's table `meta_publish`, the types that a
release may hold. Does not belong here: where the folder lies and when readers see it
(publishing.py).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import duckdb

from orchestration.machine.durable import sync
from orchestration.publish.audit import Finding
from orchestration.publish.release import (
    AUDIT_FILE,
    DATABASE_FILE,
    LABEL_FILE,
    PARQUET_FOLDER,
    Label,
)
from orchestration.publish.trace_file import PARQUET_OPTIONS, write_trace
from orchestration.raw.store import spill_folder

#: What dbt calls the build's database: its views spell it out.
_BUILD = "build"
_CATALOG = "partner_score"
_SCHEMA = "marts"
_META_TABLE = "meta_publish"
_AUDIT_TABLE = "meta_audit"

#: Oldest format that every 1.x client reads.
_STORAGE_VERSION = "v1.0.0"

#: Workbook and page are made beside it with 1 GB: together no more than the 3 GB of a build.
_MEMORY = "1500MB"

#: Column (None for the table itself) and comment, per table.
Comments = dict[str, list[tuple[str | None, str]]]

#: The types that drivers of BI tools read without trouble.
_READABLE_TYPE = re.compile(r"^(VARCHAR|BIGINT|INTEGER|DECIMAL\(\d+,\d+\)|DATE|BOOLEAN|TIMESTAMP)$")


class PublishError(Exception):
    """The release was not made; what was current stays current."""


@contextmanager
def reading_build(build_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the build, beside which a release may be attached."""
    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{_MEMORY}'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set temp_directory = {_text(spill_folder(build_file))}")
        connection.execute(f"attach {_text(build_file)} as {_BUILD} (read_only)")
        connection.execute(f"use {_BUILD}")
        yield connection


def write_release(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    label: Label,
    findings: Sequence[Finding],
) -> Label:
    """Write database, verdict and label into `folder`, synced; returns the label in full."""
    database = folder / DATABASE_FILE
    connection.execute(
        f"attach {_text(database)} as {_CATALOG} (storage_version '{_STORAGE_VERSION}')"
    )
    connection.execute(f"create schema {_CATALOG}.{_SCHEMA}")
    _check_types(connection)
    # One transaction: each has DuckDB wait for the disk, and there are as many as columns.
    connection.execute("begin")
    comments = _read_comments(connection)
    tables = {
        name: _copy_table(connection, name, comments) for name in _table_names(connection, _BUILD)
    }
    connection.execute("commit")
    # The two that tell of the release count the others; their own rows are still to come.
    label = replace(
        label,
        tables={
            name: rows for name, rows in tables.items() if name not in (_META_TABLE, _AUDIT_TABLE)
        },
    )
    _write_meta(connection, label)
    _write_audit(connection, findings)
    connection.execute(f"checkpoint {_CATALOG}")
    connection.execute(f"detach {_CATALOG}")
    if database.with_name(database.name + ".wal").exists():
        raise PublishError("Nothing was published: DuckDB left a write-ahead log behind.")
    verdict = [asdict(finding) for finding in findings]
    (folder / AUDIT_FILE).write_text(json.dumps(verdict, indent=2) + "\n")
    (folder / LABEL_FILE).write_text(label.to_json())
    for path in (database, folder / AUDIT_FILE, folder / LABEL_FILE, folder):
        sync(path)
    return label


def write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the tables of the release in `folder`, and the build's trace, as Parquet; synced."""
    parquet = folder / PARQUET_FOLDER
    parquet.mkdir()
    connection.execute(f"attach {_text(folder / DATABASE_FILE)} as {_CATALOG} (read_only)")
    for name in _table_names(connection, _CATALOG):
        connection.execute(
            f"copy {_CATALOG}.{_SCHEMA}.{_name(name)} to {_text(parquet / f'{name}.parquet')} "
            f"({PARQUET_OPTIONS})"
        )
    connection.execute(f"detach {_CATALOG}")
    write_trace(connection, parquet)
    for path in (*parquet.iterdir(), parquet, folder):
        sync(path)


def _table_names(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """The marts of the build, or the tables of the release."""
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = ? and table_schema = ? order by table_name",
        [catalog, _SCHEMA],
    ).fetchall()
    if not rows:
        raise PublishError("The build has no marts; nothing was published.")
    return [name for (name,) in rows]


def _check_types(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name = ? order by all",
        [_BUILD, _SCHEMA],
    ).fetchall()
    bad = [f"{table}.{column} {kind}" for table, column, kind in rows if not _is_readable(kind)]
    if bad:
        raise PublishError(
            f"Nothing was published: BI tools cannot read these types: {', '.join(bad)}."
        )


def _is_readable(data_type: str) -> bool:
    return _READABLE_TYPE.match(data_type) is not None


def _copy_table(connection: duckdb.DuckDBPyConnection, name: str, comments: Comments) -> int:
    """Copy one mart with the comments of table and columns; returns its number of rows."""
    target = f"{_CATALOG}.{_SCHEMA}.{_name(name)}"
    copied = connection.execute(
        f"create table {target} as from {_BUILD}.{_SCHEMA}.{_name(name)}"
    ).fetchone()
    for column, comment in comments[name]:
        thing = f"table {target}" if column is None else f"column {target}.{_name(column)}"
        connection.execute(f"comment on {thing} is {_text(comment)}")
    return copied[0] if copied else 0


def _read_comments(connection: duckdb.DuckDBPyConnection) -> Comments:
    rows = connection.execute(
        """
        select table_name, null, comment from duckdb_tables()
        where database_name = $build and schema_name = $schema and comment is not null
        union all
        select view_name, null, comment from duckdb_views()
        where database_name = $build and schema_name = $schema and comment is not null
        union all
        select table_name, column_name, comment from duckdb_columns()
        where database_name = $build and schema_name = $schema and comment is not null
        """,
        {"build": _BUILD, "schema": _SCHEMA},
    ).fetchall()
    comments: Comments = defaultdict(list)
    for table, column, comment in rows:
        comments[table].append((column, comment))
    return comments


def _write_meta(connection: duckdb.DuckDBPyConnection, label: Label) -> None:
    """Fill the mart `meta_publish`: what the label says, under the same names."""
    values = {**asdict(label), "rows_per_table": json.dumps(label.tables)}
    columns = _columns(connection, _META_TABLE)
    _insert(connection, _META_TABLE, [[values[column] for column in columns]])


def _write_audit(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Fill the mart `meta_audit`."""
    rows = [[finding.check, finding.is_good, finding.detail] for finding in findings]
    _insert(connection, _AUDIT_TABLE, rows)


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    cursor = connection.execute(f"from {_CATALOG}.{_SCHEMA}.{table} limit 0")
    return [column[0] for column in cursor.description or ()]


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]
) -> None:
    places = ", ".join("?" for _ in rows[0])
    connection.executemany(f"insert into {_CATALOG}.{_SCHEMA}.{table} values ({places})", rows)


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
