"""Signs that a spreadsheet has saved a file, whose dates and numbers cannot be trusted then.

Belongs here: days before months, and decimal commas, judged by file and column. Does not belong
here: single values that cannot be read (value_checks.py).

A file is refused for one such value. What a spreadsheet turned around in one place it turned around
in all, and where the day is 12 or less nobody can see it.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.landing.contract import NUMBERS, Column
from orchestration.landing.faults import Fault, quoted
from orchestration.raw.file_table import DistinctValues, FileTable

_MEND = (
    "The file was saved by a spreadsheet program. Download it again and put it into the landing "
    "folder without opening and saving it."
)


def spreadsheet_faults(table: FileTable, values: DistinctValues) -> Iterator[Fault]:
    """A fault for each column of the file with such a value; `values` has every date of it."""
    extract = table.extract
    for column in extract.contract.stored:
        if column.name not in extract.match.positions:
            continue
        if column.kind in ("month", "date"):
            found = _day_first(table, values, column)
            words = "the month before the day, as Partner Center writes dates"
            seen = "{}, with the day before the month"
        elif column.kind in NUMBERS and extract.delimiter == ";":
            comma = f"contains({column.name}, ',')"
            found = _first(table, table.name, comma, column.name, "rowid")
            words = "a decimal point and no thousands separators"
            seen = "{}, with a comma that may be a decimal comma"
        else:
            continue
        if found is not None:
            value, row_id = found
            yield Fault(
                extract.file.place,
                words,
                seen.format(quoted(value)),
                _MEND,
                record=row_id - table.first_row + 1,
                column=column.header,
            )


def _day_first(table: FileTable, values: DistinctValues, column: Column) -> tuple[str, int] | None:
    name = column.name
    found = _first(table, values.source, f"raw.is_day_first({name})", name, "row_id")
    if found is None and column.kind == "month":
        # Months are first days: where every one is in January, the first number is the day.
        row = table.connection.execute(
            rf"""
            select
                bool_and(regexp_full_match({name}, '\s*0?1/\d{{1,2}}/\d{{4}}(\s.*)?')),
                bool_or(day(raw.as_month({name})) <> 1)
            from {values.source}
            where raw.as_text({name}) is not null
            """
        ).fetchone()
        if row == (True, True):
            other = f"day(raw.as_month({name})) <> 1"
            found = _first(table, values.source, other, name, "row_id")
    return found


def _first(
    table: FileTable, source: str, condition: str, value: str, row_id: str
) -> tuple[str, int] | None:
    """The first value that meets the condition, and its row id."""
    return table.connection.execute(
        f"select {value}, {row_id} from {source} where {condition} order by {row_id} limit 1"
    ).fetchone()
