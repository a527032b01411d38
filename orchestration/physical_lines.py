"""Where a record of a text file stands: its first line and its text, found by reading on to it.

Belongs here: telling the lines of a record, which quoted line breaks and empty lines make another
number than the record's. Does not belong here: which records are looked for (quarantine.py).

Only files with something wrong are read so, and only as far as the last record that is looked for;
nothing is held but the record under way. A line without a quote is never split into fields.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from orchestration.extract_files import Extract

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
        self._record = -1
        self._lines_read = 0
        csv.field_size_limit(sys.maxsize)

    def __enter__(self) -> RecordFinder:
        path = self._extract.file.path
        packed = self._extract.file.format.endswith(".gz")
        self._file: IO[bytes] = gzip.open(path) if packed else path.open("rb")  # type: ignore[assignment]
        return self

    def __exit__(self, *details: object) -> None:
        self._file.close()

    def find(self, record: int) -> Located | None:
        """The record of this number, which must be above that of the call before.

        None where the file ends before it, or cannot be told into records.
        """
        for line in self._file:
            self._lines_read += 1
            if line in _EMPTY_LINES:
                continue
            self._record += 1
            first_line = self._lines_read
            is_wanted = self._record == record
            if b'"' not in line and not is_wanted:
                continue
            lines = [line]
            try:
                fields = next(self._reader(lines))
            except (csv.Error, StopIteration):
                return None
            if is_wanted:
                whole = b"".join(lines)
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
