"""The values of one loaded file: does each parse, is what must be there, and which months it has.

Belongs here: checks of values by the kinds that the contract declares, and the months and partners
of a file. Does not belong here: how a text is read (values.sql), headers (extract_files.py), and
what is written of a record with a wrong value (quarantine.py).

Months, dates and names repeat, so each distinct combination of them is looked at once; numbers are
looked at row by row. Only a file with a wrong value is asked which records are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.landing.contract import NUMBERS, Column, fold
from orchestration.landing.extract_files import Extract
from orchestration.landing.faults import Fault, Refused
from orchestration.landing.parquet_files import may_have_fraction
from orchestration.raw.file_table import DistinctValues, FileTable
from orchestration.raw.quarantine import WrongValue

#: A usage month may lie this many months before the as-of month.
_OLDEST_USAGE_MONTHS = 36


@dataclass(frozen=True)
class FileFacts:
    """What a file holds. First and last month are those of usage up to the as-of month."""

    records_count: int
    quarantined_count: int
    blank_count: int
    first_month: date | None
    last_month: date | None


def wrong_values(
    table: FileTable, values: DistinctValues, as_of_month: date, more: Iterable[WrongValue] = ()
) -> list[WrongValue]:
    """Ways to be wrong that the file has, `more` among them, in the order of the contract."""
    if not values.records_count:
        return []
    found = [
        *_in_combinations(table, values, as_of_month),
        *_in_typed_ids(table),
        *_in_numbers(table),
        *more,
    ]
    order = [column.name for column in table.extract.contract.stored]
    return sorted(found, key=lambda wrong: order.index(wrong.column))


def _in_combinations(
    table: FileTable, values: DistinctValues, as_of_month: date
) -> list[WrongValue]:
    tests = [
        test for column in values.columns for test in _tests(column, table.extract, as_of_month)
    ]
    return _found(table.connection, values.source, tests)


def _found(
    connection: duckdb.DuckDBPyConnection, source: str, tests: list[WrongValue]
) -> list[WrongValue]:
    """Those of the ways to be wrong that `source` has."""
    if not tests:
        return []
    counts = connection.execute(
        f"select {', '.join(f'count_if({test.condition})' for test in tests)} from {source}"
    ).fetchone()
    assert counts is not None
    return [test for test, count in zip(tests, counts, strict=True) if count]


def _tests(column: Column, extract: Extract, as_of_month: date) -> Iterator[WrongValue]:
    name = column.name

    def test(reason: str, condition: str) -> WrongValue:
        return WrongValue(name, reason, f"coalesce({condition}, false)")

    if column.filled and column.kind == "id":
        # Files that were put together by hand carry the header of each; no id is called so.
        names = ", ".join(f"'{fold(spelling)}'" for spelling in column.spellings)
        folded = f"regexp_replace(lower({name}), '[\\s_]+', '', 'g')"
        yield test("header_repeated", f"{folded} in ({names})")
    if column.filled:
        reading = "raw.as_id" if column.kind == "id" else "raw.as_text"
        # NA stands for "no date".
        none = f" or upper(raw.as_text({name})) = 'NA'" if column.kind == "date" else ""
        yield test("required_value_empty", f"({reading}({name}) is null{none})")
    if column.kind == "date" and not column.may_be_unknown:
        yield test(
            "not_a_date", f"raw.as_date({name}) is null and upper(raw.as_text({name})) <> 'NA'"
        )
    if column.kind == "month":
        month = f"raw.as_month({name})"
        yield test("not_a_month", f"{month} is null and raw.as_text({name}) is not null")
        yield test("month_not_first_day", f"day({month}) <> 1")
        if extract.contract.is_usage:
            oldest = f"date '{as_of_month}' - interval {_OLDEST_USAGE_MONTHS} month"
            yield test("month_too_old", f"{month} < {oldest}")


def _in_typed_ids(table: FileTable) -> list[WrongValue]:
    """Ids that a Parquet file holds as numbers: a whole number, exactly, or none at all."""
    tests = [
        WrongValue(
            column.name,
            "not_an_id",
            f"coalesce(raw.as_id({column.name}) is not null "
            rf"and not regexp_full_match({column.name}, '-?\d+'), false)",
        )
        for column in table.extract.contract.stored
        if column.kind == "id" and may_have_fraction(table.extract.type_of(column.name))
    ]
    return _found(table.connection, table.name, tests)


def _in_numbers(table: FileTable) -> list[WrongValue]:
    columns = [
        column
        for column in table.extract.contract.stored
        if column.kind in NUMBERS and column.name in table.extract.match.positions
    ]
    if not columns:
        return []
    # Nearly every number is plain and has no sign, and asking only that is quick; the rest is asked
    # in full, row by row, when records are set aside.
    counts = table.connection.execute(
        "select "
        + ", ".join(
            f"count_if(raw.as_plain_number({column.name}) is null and {column.name} <> ''), "
            f"count_if(contains({column.name}, '-') or contains({column.name}, '('))"
            for column in columns
        )
        + f" from {table.name}"
    ).fetchone()
    assert counts is not None
    found = []
    for column, unusual, signed in zip(columns, counts[::2], counts[1::2], strict=True):
        if unusual:
            found.append(WrongValue(column.name, "not_a_number", _wrong_number(column)))
        if column.below_zero is not None and signed:
            below_zero = f"coalesce({_reading(column)}({column.name}) < 0, false)"
            found.append(WrongValue(column.name, column.below_zero, below_zero))
    return found


def _reading(column: Column) -> str:
    return "raw.as_count" if column.kind == "count" else "raw.as_number"


def _wrong_number(column: Column) -> str:
    """SQL that is true for a text that is no number; an empty text is not wrong."""
    number, text = f"{_reading(column)}({column.name})", f"raw.as_text({column.name})"
    return f"coalesce({number} is null and {text} is not null, false)"


def note_partners(table: FileTable, values: DistinctValues) -> None:
    """Note the partners of the records that are kept."""
    contract = table.extract.contract
    if contract.partner is not None and contract.partner[1] in table.extract.match.positions:
        kind, name = contract.partner
        table.connection.execute(
            f"""
            insert into raw.file_partners
            select ?, ?, raw.as_id({name}), sum(records_count)
            from {values.source}
            group by all
            """,
            [table.file_id, kind],
        )


def note_contents(table: FileTable, values: DistinctValues, as_of_month: date) -> FileFacts:
    """Note the partners and months of the records that are kept.

    Raises `Refused` for usage that lies in the wrong folder.
    """
    extract, contract = table.extract, table.extract.contract
    note_partners(table, values)
    records = values.records_count + table.quarantined
    if not contract.is_usage:
        return FileFacts(records, table.quarantined, table.blank, None, None)
    table.connection.execute(
        f"""
        insert into raw.file_months
        select ?, month, raw.as_month(month), sum(records_count)
        from {values.source}
        group by all
        """,
        [table.file_id],
    )
    span = table.connection.execute(
        """
        select min(usage_month), max(usage_month)
        from raw.file_months
        where file_id = ? and usage_month <= ?
        """,
        [table.file_id, as_of_month],
    ).fetchone()
    assert span is not None
    if values.records_count and span[1] is None:
        raise Refused(
            [
                Fault(
                    extract.file.place,
                    f"usage of {as_of_month:%Y-%m} or earlier months",
                    "only later months",
                    "It is probably in the wrong folder: move it to the folder of its as-of month.",
                )
            ]
        )
    return FileFacts(records, table.quarantined, table.blank, *span)
