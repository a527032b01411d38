"""Records that are left out: those without any value, and those that are set aside.

Belongs here: what is written of a record that is left out: of one that is set aside its first
reason and its place in the file. Does not belong here: which values are
wrong (value_checks.py), the list of reasons (reasons.py), and what follows for a release
(quarantine_report.py).

A record that is left out stays in the table of its file (file_table.py), but the views
`raw.<table>` pass it over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from orchestration.landing.extract_files import FIELDS_FAULT, Extract
from orchestration.landing.faults import Fault, Refused
from orchestration.landing.physical_lines import Located, RecordFinder, two_readings
from orchestration.raw.file_table import FileTable
from orchestration.raw.reasons import WHOLE_RECORD

#: Records written at a time, and the shape in which they are handed over.
_BATCH_SIZE = 20_000
_SHAPE = '[{"record": "BIGINT", "line": "BIGINT", "raw_text": "VARCHAR"}]'


@dataclass(frozen=True)
class WrongValue:
    """A way for a value to be wrong: `condition` is SQL on a file's table, never null."""

    column: str
    reason: str
    condition: str


def pass_over_blank(table: FileTable) -> FileTable:
    """Leave out the records without any value: note them in `raw.blank_records`.

    A spreadsheet writes lines of commas below its last row, an old program a 0x1A at the end.
    """
    extract = table.extract
    stored = [c.name for c in extract.contract.stored if c.name in extract.match.positions]
    if not table.one(f"select count(*) from {table.name} where {_is_blank(stored)}"):
        return table
    # Columns that `raw` does not keep may have a value: the file is asked.
    cells = [extract.text_sql(n) for n in range(len(extract.header))]
    cells += [f"c{len(cells) + n}" for n in range(extract.spare_columns)]
    table.connection.execute(
        f"""
        insert into raw.blank_records
        select {table.file_id}, record
        from (
            select row_number() over () as record, {_is_blank(cells)} as is_blank
            from {extract.read_sql()}
        )
        where is_blank
        """,
        {"path": extract.path_parameter},
    )
    blank = table.one("select count(*) from raw.blank_records where file_id = ?", [table.file_id])
    return replace(table, blank=blank)


def _is_blank(cells: Sequence[str]) -> str:
    return f"coalesce({', '.join(f'raw.as_text({cell})' for cell in cells)}) is null"


def set_aside(table: FileTable, wrong: Sequence[WrongValue]) -> FileTable:
    """Put the records that are wrong in one of these ways into `raw.quarantine`.

    `wrong` is in the order of the contract. Raises `Refused` for a file that ends in the middle of
    a record.
    """
    if not wrong and not table.extract.spare_columns:
        return table
    with _wrong_records(table, wrong) as found:
        if table.extract.delimiter is None:
            _write_parquet(table, found)
        else:
            _write_text(table, found)
        count = table.one(f"select count(*) from {found}")
    count += table.quarantined
    written = table.one(
        "select count(distinct record) from raw.quarantine where file_id = ?", [table.file_id]
    )
    if count != written:
        place = table.extract.file.place
        raise RuntimeError(f"{place}: {count} records should be in quarantine, {written} are.")
    return replace(table, quarantined=count)


@contextmanager
def _wrong_records(table: FileTable, wrong: Sequence[WrongValue]) -> Iterator[str]:
    """A table for the length of the block: record, first reason, wrong value, amount."""
    extract, contract = table.extract, table.extract.contract
    first = " ".join(f"when {each.condition} then {n}" for n, each in enumerate(wrong))
    fields = f"when {FIELDS_FAULT} is not null then -1 " if extract.spare_columns else ""

    def choice(of_fields: str, values: Sequence[str]) -> str:
        cases = " ".join(f"when {n} then {value}" for n, value in enumerate(values))
        return f"case first_wrong when -1 then {of_fields} {cases} end"

    amount = "null"
    if contract.amount in extract.match.positions:
        unreadable = [n for n, e in enumerate(wrong) if e.column == contract.amount]
        others = "".join(f" and not ({wrong[n].condition})" for n in unreadable)
        amount = (
            f"case when first_wrong >= 0{others} "
            f"then coalesce(raw.as_number({contract.amount}), 0) end"
        )
    headers = [f"'{contract.by_name[each.column].header}'" for each in wrong]
    of_fields = FIELDS_FAULT if extract.spare_columns else "null"
    name = "wrong_records"
    table.connection.execute(
        f"""
        create or replace temp table {name} as
        select
            record,
            {choice(f"'{WHOLE_RECORD}'", headers)} as column_name,
            {choice(of_fields, [f"'{each.reason}'" for each in wrong])} as reason,
            {choice("null", [each.column for each in wrong])} as cell,
            {amount}::decimal(28, 10) as acr_usd
        from (
            select {table.record_sql} as record, *, case {fields}{first} end as first_wrong
            from {table.kept_sql}
        )
        where first_wrong is not null
        order by record
        """
    )
    yield name
    table.connection.execute(f"drop table {name}")


def _write_parquet(table: FileTable, found: str) -> None:
    members = ", ".join(
        f"'{column.header}': file.{column.name}"
        for column in table.extract.contract.stored
        if column.name in table.extract.match.positions
    )
    table.connection.execute(
        f"""
        insert into raw.quarantine
        select
            {table.file_id}, aside.record, null, aside.column_name, aside.reason,
            to_json({{{members}}})::varchar, aside.acr_usd
        from {found} as aside
        inner join {table.name} as file on file.rowid = aside.record + {table.first_row} - 1
        order by aside.record
        """
    )


def _write_text(table: FileTable, found: str) -> None:
    with RecordFinder(table.extract) as finder:
        for rows in _batches(table.connection, found):
            located = [_located(finder, table.extract, *row) for row in rows]
            table.connection.execute(
                f"""
                insert into raw.quarantine
                select
                    $file_id, aside.record, located.line, aside.column_name, aside.reason,
                    located.raw_text, aside.acr_usd
                from {found} as aside
                inner join
                    (select unnest(from_json($located, $shape), recursive := true)) as located
                    using (record)
                where aside.record between $first and $last
                order by aside.record
                """,
                {
                    "file_id": table.file_id,
                    "first": rows[0][0],
                    "last": rows[-1][0],
                    "shape": _SHAPE,
                    # One text: a list as a parameter takes a hundred times as long to bind.
                    "located": json.dumps(
                        [
                            {"record": row[0], "line": each.line, "raw_text": each.text}
                            for row, each in zip(rows, located, strict=True)
                        ]
                    ),
                },
            )


def _batches(
    connection: duckdb.DuckDBPyConnection, found: str
) -> Iterator[list[tuple[int, str, str, str]]]:
    """Record, column, reason and wrong value of what is set aside, in order of record."""
    last = 0
    while rows := connection.execute(
        f"select record, column_name, reason, cell from {found} "
        f"where record > ? order by record limit {_BATCH_SIZE}",
        [last],
    ).fetchall():
        yield rows
        last = rows[-1][0]


def _located(
    finder: RecordFinder, extract: Extract, record: int, column: str, reason: str, cell: str | None
) -> Located:
    """The record in the file. Raises `Refused` where it is not the one that DuckDB read."""
    located = finder.find(record)
    if located is None or not _is_same(located, extract, column, reason, cell):
        raise Refused([two_readings(extract, record, "quotes that can be read in two ways")])
    if reason == "too_few_fields" and located.is_unended:
        raise Refused([_cut_off(extract, record, len(located.fields))])
    return located


def _is_same(
    located: Located, extract: Extract, column: str, reason: str, cell: str | None
) -> bool:
    fields = len(extract.header)
    if column == WHOLE_RECORD:
        return (len(located.fields) < fields) == (reason == "too_few_fields") and (
            len(located.fields) != fields
        )
    name = next(c.name for c in extract.contract.stored if c.header == column)
    return len(located.fields) == fields and (
        located.fields[extract.match.positions[name]] == (cell or "")
    )


def _cut_off(extract: Extract, record: int, fields: int) -> Fault:
    return Fault(
        extract.file.place,
        f"{len(extract.header)} fields and a line ending",
        f"the end of the file after {fields} fields",
        "The file may be cut off: copy or download it again.",
        record=record,
    )
