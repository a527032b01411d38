"""A case of the zoo: the bytes of one file, and what must become of every record in it.

Belongs here: the words in which cases are told. Does not belong here: the cases (beside this file),
loading them (keeper.py).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tests.zoo.sound_rows import Row, read, sound_row

#: The column that is named where no single one is wrong.
WHOLE_RECORD = "(record)"


@dataclass(frozen=True)
class Loaded:
    """A record that loads: its texts by column of the contract, and what staging reads.

    `reads` is None where staging must pass it over: its month is not closed yet.
    """

    texts: Mapping[str, str | None]
    reads: Mapping[str, object] | None


@dataclass(frozen=True)
class Aside:
    """A record that goes to quarantine. `line` is that of the file, from 1; None for Parquet."""

    line: int | None
    column: str
    reason: str


@dataclass(frozen=True)
class Refusal:
    """Words that one fault of the refused delivery must say, and the place that it must name."""

    words: tuple[str, ...]
    record: int | None = None
    column: str | None = None


@dataclass
class Case:
    """One file. Its number gives it a partner of its own, so that cases can share a delivery."""

    number: int
    dataset: str
    name: str
    file_name: str
    content: bytes = b""
    loaded: dict[int, Loaded] = field(default_factory=dict)
    aside: dict[int, Aside] = field(default_factory=dict)
    #: Records without any value, which are passed over.
    blank: set[int] = field(default_factory=set)
    refused: tuple[Refusal, ...] = ()
    #: Columns that no contract knows, as the receipt must tell them.
    unknown: tuple[str, ...] = ()
    #: Whether the texts in `raw` are those of the cells; a typed Parquet column has none.
    compares_raw: bool = True
    #: Loaded in a build of its own, because it could break the reading of others.
    alone: bool = False

    @property
    def id(self) -> str:
        return f"{self.dataset}: {self.name}"

    @property
    def outcome(self) -> str:
        if self.refused:
            return "refused"
        return "quarantined" if self.aside else "loaded"

    def row(self, record: int, **changes: str | None) -> Row:
        """The sound record of this number with some texts changed; None takes the column away."""
        row = sound_row(self.dataset, self.number, record) | changes
        return {column: text for column, text in row.items() if text is not None}

    def rows(self, count: int = 3, **changes: str | None) -> list[Row]:
        return [self.row(record, **changes) for record in range(1, count + 1)]

    def put(self, content: str | bytes, ending: str | None = None) -> Case:
        """Give the file its bytes as they are, and another ending where one is named."""
        self.content = content.encode() if isinstance(content, str) else content
        if ending is not None:
            self.file_name = f"{self.file_name.partition('.')[0]}.{ending}"
        return self

    def put_rows(
        self,
        rows: Sequence[Row],
        ending: str = "csv",
        delimiter: str = ",",
        newline: str = "\n",
        mark: str = "",
    ) -> Case:
        """Write the records as RFC 4180 text; a `.gz` ending packs it."""
        content = (mark + text_of(rows, delimiter, newline)).encode()
        return self.put(
            gzip.compress(content, mtime=0) if ending.endswith("gz") else content, ending
        )

    def loads(self, rows: Iterable[Row] | Mapping[int, Row], **reads: object) -> Case:
        """These records load (numbered from 1, or as given); `reads` overrides staging's values."""
        numbered = rows if isinstance(rows, Mapping) else dict(enumerate(rows, start=1))
        for record, row in numbered.items():
            values = read(self.dataset, row, self.number) | reads
            self.loaded[record] = Loaded(dict(row), values)
        return self

    def loads_unread(self, record: int, row: Row) -> Case:
        """This record loads, but its month is not closed yet."""
        self.loaded[record] = Loaded(dict(row), None)
        return self

    def sets_aside(
        self, record: int, reason: str, column: str = WHOLE_RECORD, line: int | None = 0
    ) -> Case:
        """This record goes to quarantine; without embedded line ends its line follows from it."""
        self.aside[record] = Aside(record + 1 if line == 0 else line, column, reason)
        return self

    def passes_over(self, *records: int) -> Case:
        """These records are without any value: they count as none."""
        self.blank.update(records)
        return self

    def refuses(self, *words: str, record: int | None = None, column: str | None = None) -> Case:
        """The delivery is refused, and one fault says all of these words."""
        self.refused += (Refusal(words, record, column),)
        return self


class Book:
    """All cases of a zoo, numbered."""

    def __init__(self) -> None:
        self.cases: list[Case] = []

    def case(self, dataset: str, name: str, ending: str = "csv") -> Case:
        """Begin a case."""
        number = len(self.cases) + 1
        self.cases.append(Case(number, dataset, name, f"{dataset}_{number}.{ending}"))
        return self.cases[-1]

    def with_cell(self, dataset: str, column: str, text: str, delimiter: str = ",") -> Case:
        """Begin a case of three records, the second with this text; says nothing of it yet."""
        case = self.case(dataset, f"{column} is {text!r}" + (" (;)" if delimiter == ";" else ""))
        rows = case.rows()
        rows[1][column] = text
        case.put_rows(rows, delimiter=delimiter)
        return case.loads({1: rows[0], 3: rows[2]})

    def refused_cell(self, dataset: str, column: str, text: str, delimiter: str = ",") -> Case:
        """Begin a case of three records, the second with a text that refuses the file."""
        case = self.with_cell(dataset, column, text, delimiter)
        case.loaded.clear()
        return case

    def good_cell(
        self, dataset: str, column: str, text: str, delimiter: str = ",", **reads: object
    ) -> Case:
        """A text that is read; `reads` says as what, by column of staging."""
        case = self.with_cell(dataset, column, text, delimiter)
        return case.loads({2: case.row(2, **{column: text})}, **reads)

    def bad_cell(
        self, dataset: str, column: str, text: str, reason: str, delimiter: str = ","
    ) -> Case:
        """A text that sets its record aside."""
        return self.with_cell(dataset, column, text, delimiter).sets_aside(2, reason, column)


def text_of(rows: Sequence[Row], delimiter: str = ",", newline: str = "\n") -> str:
    """The records as RFC 4180 text, under a header with the columns of the first."""
    lines = [list(rows[0]), *(row.values() for row in rows)]
    return "".join(line_of(cells, delimiter) + newline for cells in lines)


def line_of(cells: Iterable[str], delimiter: str = ",") -> str:
    """One record as RFC 4180 text, without a line end; quotes stand where they must alone."""
    special = {delimiter, '"', "\n", "\r"}
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if special & set(cell) else cell for cell in cells
    )


def parquet_of(
    rows: Sequence[Row], types: Mapping[str, str] | None = None, tail: str = ""
) -> bytes:
    """The records as Parquet; `types` casts columns, `tail` is more SQL of the select list."""
    kinds = types or {}
    columns = list(rows[0])
    chosen = ", ".join(
        f'cast("{column}" as {kinds.get(column, "varchar")}) as "{column}"' for column in columns
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        connection = duckdb.connect()
        names = ", ".join(f'"{column}" varchar' for column in columns)
        connection.execute(f"create table texts (n integer, {names})")
        connection.executemany(
            f"insert into texts values (?, {', '.join('?' * len(columns))})",
            [[number, *(row[column] for column in columns)] for number, row in enumerate(rows)],
        )
        connection.execute(
            f"copy (select {chosen}{tail} from texts order by n) to '{path}' (format parquet)"
        )
        return path.read_bytes()
