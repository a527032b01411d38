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
from orchestration.publish.comparison import write_comparison
from orchestration.publish.release import (
    AUDIT_FILE,
    DATABASE_FILE,
    LABEL_FILE,
    PARQUET_FOLDER,
    Label,
    Release,
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

_META_COMMENTS = {
    "version": "Name of the release and its folder: as-of month and build time.",
    "as_of_month": "Newest scored month.",
    "built_at": "When the release was made (UTC).",
    "code_version": "Version of the project, and a hash of the rules and code used.",
    "is_demo": "Whether the deliveries are made up.",
    "rows_per_table": "Rows per table of the release, as JSON.",
    "quarantined_rows": "Rows of the loaded extracts that could not be read and were left out.",
    "tests_run": "dbt tests run on the build.",
    "tests_passed": "dbt tests that passed; a release is made only if all of them do.",
    "as_known": "The last delivery that was known; empty for a release of all deliveries.",
}

_AUDIT_COMMENTS = {
    "check_name": "What the audit checked.",
    "is_good": "Whether the result allows the release to be published.",
    "detail": "What the audit found.",
}


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
    current: Release | None = None,
) -> Label:
    """Write database, verdict and label of the build into `folder`, synced; returns the full label.

    An as-known release also compares itself with `current`, where that can be.
    """
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
    if label.as_known:
        tables |= write_comparison(connection, _CATALOG, current)
    label = replace(label, tables=tables)
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
    target = f"{_CATALOG}.{_SCHEMA}.{_META_TABLE}"
    connection.execute(
        f"""
        create table {target} as
        select
            $version::varchar as version,
            $as_of_month::date as as_of_month,
            $built_at::timestamp as built_at,
            $code_version::varchar as code_version,
            $is_demo::boolean as is_demo,
            $tables::varchar as rows_per_table,
            $quarantined_rows::bigint as quarantined_rows,
            $tests_run::bigint as tests_run,
            $tests_passed::bigint as tests_passed,
            $as_known::varchar as as_known
        """,
        {
            "version": label.version,
            "as_of_month": label.as_of_month,
            "built_at": label.built_at,
            "code_version": label.code_version,
            "is_demo": label.is_demo,
            "tables": json.dumps(label.tables),
            "quarantined_rows": label.quarantined_rows,
            "tests_run": label.tests_run,
            "tests_passed": label.tests_passed,
            "as_known": label.as_known,
        },
    )
    connection.execute(f"comment on table {target} is 'One row: what this release is.'")
    for column, comment in _META_COMMENTS.items():
        connection.execute(f"comment on column {target}.{column} is {_text(comment)}")


def _write_audit(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    target = f"{_CATALOG}.{_SCHEMA}.{_AUDIT_TABLE}"
    connection.execute(
        f"create table {target} (check_name varchar, is_good boolean, detail varchar)"
    )
    connection.executemany(
        f"insert into {target} values (?, ?, ?)",
        [(finding.check, finding.is_good, finding.detail) for finding in findings],
    )
    connection.execute(
        f"comment on table {target} is 'One row per check that the audit made on this release.'"
    )
    for column, comment in _AUDIT_COMMENTS.items():
        connection.execute(f"comment on column {target}.{column} is {_text(comment)}")


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
