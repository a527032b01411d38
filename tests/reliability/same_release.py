"""Whether two releases say the same: table by table, in whatever order the rows lie.

Belongs here: the comparison. Does not belong here: making releases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb

from orchestration.publish.release import Release

#: What tells when something was done, and so differs between two refreshes of the same extracts.
_CLOCK = {"meta_publish": ("version", "built_at"), "dim_delivery": ("loaded_at",)}

#: Compares a release with the one that was current before it, which is not the same in each trial.
_ABOUT_THE_LAST = "meta_audit"


def differences(found: Release, expected: Release) -> list[str]:
    """One line for each thing in which two releases differ, apart from when they were made."""
    lines = list(_labels(found, expected))
    with duckdb.connect() as connection:
        for name, release in (("found", found), ("expected", expected)):
            connection.execute(f"attach '{release.database}' as {name} (read_only)")
        tables = {name: _tables(connection, name) for name in ("found", "expected")}
        if tables["found"] != tables["expected"]:
            changed = sorted(set(tables["found"]) ^ set(tables["expected"]))
            return [*lines, f"tables, columns, types or comments differ: {changed[:5]}"]
        names = dict.fromkeys(table for table, *_ in tables["found"])
        for table in names:
            if table == _ABOUT_THE_LAST:
                continue
            lines += _rows(connection, found, table)
    return lines


def _labels(found: Release, expected: Release) -> Iterator[str]:
    left, right = (json.loads(release.label.to_json()) for release in (found, expected))
    for name in left.keys() | right.keys():
        if name not in _CLOCK["meta_publish"] and left.get(name) != right.get(name):
            yield f"release.json: {name} is {left.get(name)}, not {right.get(name)}"


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, ...]]:
    return connection.execute(
        """
        select table_name, column_name, column_index, data_type, comment
        from duckdb_columns()
        where database_name = ? and schema_name = 'marts'
        order by all
        """,
        [database],
    ).fetchall()


def _rows(connection: duckdb.DuckDBPyConnection, found: Release, table: str) -> Iterator[str]:
    columns = "*"
    if clock := _CLOCK.get(table):
        columns = f"* exclude ({', '.join(clock)})"
    sides = {
        "found": f"select {columns} from found.marts.{table}",
        "expected": f"select {columns} from expected.marts.{table}",
        "Parquet": f"select {columns} from read_parquet('{found.parquet / table}.parquet')",
    }
    for left, right in (("found", "expected"), ("expected", "found"), ("found", "Parquet")):
        row = connection.execute(
            f"select count(*) from ({sides[left]} except all {sides[right]})"
        ).fetchone()
        if row != (0,):
            yield f"{table}: {row[0] if row else '?'} rows are in {left} and not in {right}"
