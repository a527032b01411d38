"""The table that one landing file becomes, on its way from the file to its receipt.

Belongs here: which records a file's table has, which of them are left out by now, and their
distinct values. Does not belong here: the stages of the way (file_load.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import duckdb

from orchestration.landing.contract import Column
from orchestration.landing.extract_files import Extract
from orchestration.raw.store import file_table, not_left_out


@dataclass(frozen=True)
class FileTable:
    """A file's records in a table of their own, as text, in the transaction that loads them.

    `blank` records have no value at all and `quarantined` ones a wrong value. Both stay in the
    table, so that the numbers of all others are right, but nothing counts them, and nothing is
    covered by them.
    """

    connection: duckdb.DuckDBPyConnection
    #: As DuckDB can read it.
    extract: Extract
    file_id: int
    blank: int = 0
    quarantined: int = 0

    @property
    def name(self) -> str:
        return file_table(self.extract.contract, self.file_id)

    @property
    def has_left_out(self) -> bool:
        return bool(self.blank or self.quarantined)

    @cached_property
    def first_row(self) -> int:
        """The row id of record 1. A table that is not committed yet does not count from zero."""
        return self.one(f"select coalesce(min(rowid), 0) from {self.name}")

    @property
    def record_sql(self) -> str:
        """SQL of the number of a record in the file, from 1, in the rows of the table as `file`."""
        return f"file.rowid - {self.first_row} + 1"

    @property
    def kept_sql(self) -> str:
        """SQL of the rows that are not left out, as `file`."""
        conditions = not_left_out(self.file_id, self.record_sql, self.blank, self.quarantined)
        return f"{self.name} as file where true{conditions}"

    def one(self, query: str, parameters: object = None) -> int:
        """The one number that the query asks for."""
        row = self.connection.execute(query, parameters).fetchone()
        assert row is not None
        return row[0]


@dataclass(frozen=True)
class DistinctValues:
    """Each combination of the values that must be right, once, with how many records have it.

    `source` is SQL of them: those columns, `records_count`, and the first `row_id`. Months, dates
    and names repeat, so looking at combinations is quick where looking at rows is not.
    """

    columns: tuple[Column, ...]
    source: str
    records_count: int


def distinct_values(table: FileTable) -> DistinctValues:
    """Those of the records that are not left out."""
    columns = _must_be_right(table.extract)
    source = "distinct_values"
    table.connection.execute(
        f"""
        create or replace temp table {source} as
        select {"".join(f"{column.name}, " for column in columns)}
            count(*) as records_count, min(rowid) as row_id
        from {table.kept_sql}
        group by all
        """
    )
    count = table.one(f"select coalesce(sum(records_count), 0)::bigint from {source}")
    return DistinctValues(columns, source, count)


def _must_be_right(extract: Extract) -> tuple[Column, ...]:
    """Columns of the file with few distinct values that have to be right."""
    return tuple(
        column
        for column in extract.contract.stored
        if column.name in extract.match.positions
        and (column.filled or column.kind in ("month", "date"))
    )
