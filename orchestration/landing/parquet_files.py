"""What is particular about Parquet: its columns, and its typed values as text.

Belongs here: names and types of a Parquet file, and how each type is written as text so that it
reads like a value of a text file. Does not belong here: contracts and faults (extract_files.py).
"""

from __future__ import annotations

import duckdb

#: Types with one plain value per row, by the beginning of DuckDB's name for them.
_PLAIN_TYPES = (
    "VARCHAR",
    "BOOLEAN",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "DATE",
    "TIMESTAMP",
    "UUID",
    "ENUM",
)

#: Whole numbers below this are exact in floating point.
_EXACT_BELOW = {"FLOAT": 2**24, "DOUBLE": 2**53}

#: The table function that reads a file; binds `$path`.
READ_PARQUET = "read_parquet($path, hive_partitioning = false, binary_as_string = true)"


def describe(
    connection: duckdb.DuckDBPyConnection, path: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the columns as the file spells them, and DuckDB's types for them.

    Raises `duckdb.Error` for what is no Parquet file.
    """
    schema = connection.execute(
        "select name, num_children from parquet_schema($path)", {"path": path}
    ).fetchall()
    types = connection.execute(f"describe select * from {READ_PARQUET}", {"path": path}).fetchall()
    return tuple(_top_names(schema)), tuple(row[1] for row in types)


def is_plain(kind: str) -> bool:
    """Whether a type holds one plain value per row: no list, structure or the like."""
    return kind.startswith(_PLAIN_TYPES) and not kind.endswith("]")


def may_have_fraction(kind: str) -> bool:
    """Whether a number of this type can be another than a whole one, or a rounded one."""
    return kind in _EXACT_BELOW or kind.startswith("DECIMAL")


def as_text_sql(column: str, kind: str) -> str:
    """SQL of the column's value as text: flags as 0 and 1, moments in UTC, numbers exactly."""
    if kind == "BOOLEAN":
        return f"{column}::tinyint::varchar"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({column}))::varchar"
    # Ids and months with gaps are often stored as such: 1000000.0000 is the id 1000000.
    if kind in _EXACT_BELOW:
        return (
            f"case when {column} = trunc({column}) and abs({column}) < {_EXACT_BELOW[kind]} "
            f"then {column}::bigint::varchar else {column}::varchar end"
        )
    if kind.startswith("DECIMAL"):
        return (
            f"case when {column} = trunc({column}) "
            f"then trunc({column})::decimal(38, 0)::varchar else {column}::varchar end"
        )
    return f"{column}::varchar"


def _top_names(schema: list[tuple[str, int | None]]) -> list[str]:
    """Names of the columns themselves from the flattened tree of a schema, its root first."""
    names, inner = [], 0
    for name, children in schema[1:]:
        if inner == 0:
            names.append(name)
        else:
            inner -= 1
        inner += children or 0
    return names
