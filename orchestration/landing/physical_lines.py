"""Where a record of a text file stands, and how many there are, found by reading the file again.

Belongs here: telling the lines of a record, which quoted line breaks and empty lines make another
number than the record's. Does not belong here: which records are looked for (quarantine.py).

Only files with something unusual are read so, and only as far as the last record that is looked
for; nothing is held but the record under way. A line without a quote is never split into fields.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import IO

from orchestration.landing.content import unpacked
from orchestration.landing.extract_files import Extract
from orchestration.landing.faults import Fault, Refused
from orchestration.landing.text_scan import TextScan, has_blank_at_edge

_EMPTY_LINES = (b"\n", b"\r\n")


@dataclass(frozen=True)
class Located:
    """A record as the file has it. `line` is counted from 1, `text` is without its line end."""

    line: int
    text: str
    fields: list[str]
    #: The file ends with this record, and without a line end.
    is_unended: bool


class RecordFinder:
    """Reads on through one text file. A context manager."""

    def __init__(self, extract: Extract) -> None:
        self._extract = extract
        self._delimiter = extract.delimiter or ","
        self._record = 0
        self._lines_read = 0
        #: False once the end of a record could not be found.
        self._is_read = True
        self._stack = ExitStack()
        csv.field_size_limit(sys.maxsize)

    def __enter__(self) -> RecordFinder:
        extract = self._extract
        self._file: IO[bytes] = self._stack.enter_context(
            unpacked(extract.file.path, extract.content)
        )
        self._lines_read = self._file.read(extract.header_bytes).count(b"\n")
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.close()

    def count(self) -> int | None:
        """How many records follow to the end of the file; None where that cannot be known."""
        texts = (line.decode("utf-8", errors="replace") for line in self._file)
        try:
            rows = csv.reader(texts, delimiter=self._delimiter, strict=True)
            # An empty line is an empty list, and no record.
            return sum(1 for row in rows if row)
        except csv.Error:
            return None

    def lines(self) -> Iterator[bytes]:
        """The lines to the end of the file, empty ones left out."""
        return (line for line in self._file if line not in _EMPTY_LINES)

    def find(self, record: int) -> Located | None:
        """The record of this number, which must be above that of the call before.

        None where the file ends before it, or cannot be split into records.
        """
        return self._next(lambda number, text: number == record)

    def find_blank_beside_quote(self) -> int | None:
        """The first record that a space next to a quote makes ambiguous, or None."""
        while located := self._next(lambda record, text: has_blank_at_edge(text, self._delimiter)):
            if not _strict_record(self._delimiter).fullmatch(located.text):
                return self._record
        return None if self._is_read else self._record

    def _next(self, is_wanted: Callable[[int, bytes], bool]) -> Located | None:
        """The next record that is wanted by its number, or by its bytes where it has quotes."""
        for line in self._file:
            self._lines_read += 1
            if line in _EMPTY_LINES:
                continue
            self._record += 1
            first_line = self._lines_read
            if b'"' not in line and not is_wanted(self._record, line):
                continue
            lines = [line]
            try:
                fields = next(self._reader(lines))
            except (csv.Error, StopIteration):
                self._is_read = False
                return None
            whole = b"".join(lines)
            if is_wanted(self._record, whole):
                return Located(
                    line=first_line,
                    text=whole.decode("utf-8", errors="replace").rstrip("\r\n"),
                    fields=fields,
                    is_unended=not whole.endswith(b"\n"),
                )
        return None

    def _reader(self, lines: list[bytes]) -> Iterator[list[str]]:
        """Fields of the record that begins with the one line; lines it goes on with are added."""
        return csv.reader(self._texts(lines), delimiter=self._delimiter, strict=True)

    def _texts(self, lines: list[bytes]) -> Iterator[str]:
        yield lines[0].decode("utf-8", errors="replace")
        for line in self._file:
            self._lines_read += 1
            lines.append(line)
            yield line.decode("utf-8", errors="replace")


def check_reading(extract: Extract, scan: TextScan, records: int) -> None:
    """Raise `Refused` unless the file can be read in one way only, as so many records.

    DuckDB, which has read them, takes blanks beside quotes for nothing, where RFC 4180 has them as
    part of the field. There are as many lines as records where no line is empty and none breaks in
    quotes, which is nearly always; else the records are counted one by one. DuckDB closes a quote
    that is open at the end of the file by itself, so the last line is looked at too.
    """
    if extract.delimiter is None:
        return
    is_closed = b'"' not in scan.last_line or _is_record(scan.last_line, extract.delimiter)
    # Line breaks in quotes and empty lines make more lines than records: there are none of either.
    has_as_many = scan.lines - extract.header_lines == records
    is_by_line = has_as_many and is_closed and not scan.has_odd_quotes
    if scan.has_blank_at_edge:
        with RecordFinder(extract) as finder:
            odd = (
                _line_with_blank(finder.lines(), extract.delimiter)
                if is_by_line
                else finder.find_blank_beside_quote()
            )
        if odd is not None:
            raise Refused([two_readings(extract, odd, "a space next to a quote")])
    if is_by_line:
        return
    with RecordFinder(extract) as finder:
        counted = finder.count()
    if counted != records:
        other = "an unknown number" if counted is None else f"{counted:,}"
        found = f"{records:,} records in one reading and {other} in another"
        raise Refused([two_readings(extract, None, found)])


def _line_with_blank(lines: Iterator[bytes], delimiter: str) -> int | None:
    """The number of the first line (each is a record) that a space makes ambiguous, or None."""
    strict = _strict_record(delimiter)
    for number, line in enumerate(lines, 1):
        if has_blank_at_edge(line, delimiter):
            text = line.decode("utf-8", errors="replace").rstrip("\r\n")
            if not strict.fullmatch(text):
                return number
    return None


def _is_record(line: bytes, delimiter: str) -> bool:
    """Whether a line is a record by itself, with every quote closed."""
    text = line.decode("utf-8", errors="replace")
    try:
        return len(list(csv.reader([text], delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def two_readings(extract: Extract, record: int | None, found: str) -> Fault:
    """The fault of a file that two readers would split into different records."""
    return Fault(
        extract.file.place,
        "quotes and line endings that every CSV reader understands in the same way",
        found,
        "Download the extract again; if it was edited, save it as RFC 4180 CSV in UTF-8.",
        record=record,
    )


@cache
def _strict_record(delimiter: str) -> re.Pattern[str]:
    """A record whose fields stand in quotes as a whole, or do not begin with one."""
    field = rf'(?:"(?:[^"]|"")*"|(?! *")[^{delimiter}\r\n]*)'
    return re.compile(rf"{field}(?:{delimiter}{field})*")
