"""The values of one loaded file: does each parse, is what must be there, and which months it has.

Belongs here: checks of values by the kinds that the contract declares, and the months and partners
of a file. Does not belong here: how a text is read (values.sql), headers (extract_files.py).

Months, dates and names repeat, so each distinct combination of them is looked at once; numbers are
looked at row by row. Nothing here is kept but the counts by month and by partner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.contract import Column
from orchestration.extract_files import Extract
from orchestration.faults import MAX_SHOWN, Fault, Refused, quoted

#: A usage month may lie this many months before the as-of month.
_OLDEST_USAGE_MONTHS = 36

_EXPECTED = {
    "month": "a month such as 2026-10-01 or OCT-2026",
    "date": "a date such as 2026-10-31 or 31 Oct 2026",
    "number": "a number such as 1234.5 or 1,234.50",
}
_CORRECT_IT = "Download the extract again, or correct the value and deliver it anew."


@dataclass(frozen=True)
class FileFacts:
    """What a file holds. First and last month are those of usage up to the as-of month."""

    records_count: int
    first_month: date | None
    last_month: date | None


def check_values(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    extract: Extract,
    file_id: int,
    as_of_month: date,
) -> FileFacts:
    """Check the file's rows in `table` and note its months and partners.

    Must run in the transaction that created the table. Raises `Refused` with the faults: for each
    column the first records with a value that does not parse, is missing or cannot be right.
    """
    records, first_row = _look_through(connection, table, extract)
    if records:
        numbers = _number_faults(connection, table, extract, first_row)
        faults = [*_repeating_faults(connection, extract, first_row, as_of_month), *numbers]
        if faults:
            raise Refused(faults)
    return _note(connection, extract, file_id, as_of_month, records)


def _checked_columns(extract: Extract) -> list[Column]:
    """Columns of the file with few distinct values that have to be right."""
    return [
        column
        for column in extract.contract.stored
        if column.name in extract.match.positions
        and (column.filled or column.kind in ("month", "date"))
    ]


def _look_through(
    connection: duckdb.DuckDBPyConnection, table: str, extract: Extract
) -> tuple[int, int]:
    """Fill `combinations`; return the number of records and the row id of the first."""
    names = "".join(f"{column.name}, " for column in _checked_columns(extract))
    connection.execute(
        f"""
        create or replace temp table combinations as
        select {names}count(*) as records_count, min(rowid) as row_id
        from {table}
        group by all
        """
    )
    row = connection.execute(
        "select coalesce(sum(records_count), 0)::bigint, min(row_id) from combinations"
    ).fetchone()
    assert row is not None
    return row[0], row[1] or 0


def _repeating_faults(
    connection: duckdb.DuckDBPyConnection, extract: Extract, first_row: int, as_of_month: date
) -> Iterator[Fault]:
    tests = [
        (column, wrong, expected)
        for column in _checked_columns(extract)
        for wrong, expected in _tests(column, extract, as_of_month)
    ]
    if not tests:
        return
    counts = connection.execute(
        f"select {', '.join(f'count_if({wrong})' for _, wrong, _ in tests)} from combinations"
    ).fetchone()
    assert counts is not None
    for (column, wrong, expected), count in zip(tests, counts, strict=True):
        if count:
            rows = connection.execute(
                f"""
                select {column.name}, sum(records_count)::bigint, min(row_id), count(*) over ()
                from combinations
                where {wrong}
                group by {column.name}
                order by min(row_id)
                limit {MAX_SHOWN}
                """
            ).fetchall()
            for value, records, row_id, distinct in rows:
                yield Fault(
                    extract.file.place,
                    expected,
                    quoted(value) + (f" ({records} records)" if records > 1 else ""),
                    _CORRECT_IT + _more(distinct),
                    record=row_id - first_row + 1,
                    column=column.header,
                )


def _tests(column: Column, extract: Extract, as_of_month: date) -> Iterator[tuple[str, str]]:
    """Pairs of a condition that is true for a wrong value, and what is expected instead."""
    name = column.name
    if column.filled:
        reading = "raw.as_id" if column.kind == "id" else "raw.as_text"
        # NA stands for "no date".
        none = f" or upper(raw.as_text({name})) = 'NA'" if column.kind == "date" else ""
        yield f"({reading}({name}) is null{none})", "a value"
    if column.kind == "date":
        yield (
            f"raw.as_date({name}) is null and upper(raw.as_text({name})) <> 'NA'",
            _EXPECTED["date"],
        )
    if column.kind == "month":
        month = f"raw.as_month({name})"
        yield f"{month} is null and raw.as_text({name}) is not null", _EXPECTED["month"]
        yield f"day({month}) <> 1", "the first day of a month"
        if extract.contract.is_usage:
            oldest = f"date '{as_of_month}' - interval {_OLDEST_USAGE_MONTHS} month"
            yield (
                f"{month} < {oldest}",
                f"a month at most {_OLDEST_USAGE_MONTHS} months before {as_of_month:%Y-%m}",
            )


def _number_faults(
    connection: duckdb.DuckDBPyConnection, table: str, extract: Extract, first_row: int
) -> Iterator[Fault]:
    columns = [
        column
        for column in extract.contract.stored
        if column.kind == "number" and column.name in extract.match.positions
    ]
    if not columns:
        return
    # Nearly every number is plain, and asking only that is quick; the rest is asked in full.
    counts = connection.execute(
        "select "
        + ", ".join(
            f"count_if(raw.as_plain_number({column.name}) is null and {column.name} <> '')"
            for column in columns
        )
        + f" from {table}"
    ).fetchone()
    assert counts is not None
    for column, unusual in zip(columns, counts, strict=True):
        if unusual:
            wrong = _wrong_number(column.name, extract.delimiter)
            rows = connection.execute(
                f"""
                select {column.name}, rowid, count(*) over ()
                from {table}
                where {wrong}
                order by rowid
                limit {MAX_SHOWN}
                """
            ).fetchall()
            for value, row_id, count in rows:
                yield Fault(
                    extract.file.place,
                    _EXPECTED["number"],
                    quoted(value),
                    _CORRECT_IT + _more(count),
                    record=row_id - first_row + 1,
                    column=column.header,
                )


def _wrong_number(name: str, delimiter: str | None) -> str:
    """SQL that is true for a text that is no number; an empty one is none that is wrong."""
    # Where columns are separated by semicolons, a comma in a number is most likely a decimal one.
    comma = f" or contains({name}, ',')" if delimiter == ";" else ""
    return f"((raw.as_number({name}) is null and raw.as_text({name}) is not null){comma})"


def _more(count: int) -> str:
    return f" ({count - MAX_SHOWN} more such values.)" if count > MAX_SHOWN else ""


def _note(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    file_id: int,
    as_of_month: date,
    records: int,
) -> FileFacts:
    contract = extract.contract
    if contract.partner is not None and contract.partner[1] in extract.match.positions:
        kind, name = contract.partner
        connection.execute(
            f"""
            insert into raw.file_partners
            select ?, ?, raw.as_text({name}), sum(records_count)
            from combinations
            group by all
            """,
            [file_id, kind],
        )
    if not contract.is_usage:
        return FileFacts(records, None, None)
    connection.execute(
        """
        insert into raw.file_months
        select ?, month, raw.as_month(month), sum(records_count)
        from combinations
        group by all
        """,
        [file_id],
    )
    span = connection.execute(
        """
        select min(usage_month), max(usage_month)
        from raw.file_months
        where file_id = ? and usage_month <= ?
        """,
        [file_id, as_of_month],
    ).fetchone()
    assert span is not None
    if records and span[1] is None:
        raise Refused(
            [
                Fault(
                    extract.file.place,
                    f"usage of {as_of_month:%Y-%m} or of months before it",
                    "later months only",
                    "It seems to lie in the wrong folder: move it to that of its as-of month.",
                )
            ]
        )
    return FileFacts(records, *span)
