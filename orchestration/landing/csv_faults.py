"""Which records make a text file unreadable, found by reading it again slowly.

Belongs here: naming the records of a file that is refused already, for its bytes or its quotes.
Does not belong here: deciding that it is refused (load.py), and records with some more or fewer
fields, which are set aside (quarantine.py). DuckDB tells a line number at best, and one fault; this
reads record by record, streaming, and runs only where something is wrong.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO

from orchestration.landing.content import unpacked
from orchestration.landing.extract_files import SPARE_COLUMNS, Extract
from orchestration.landing.faults import MAX_SHOWN, Fault

_MEND = "Download the extract again; if it was edited, save it as RFC 4180 CSV in UTF-8."


def explain(extract: Extract, reason: str) -> list[Fault]:
    """The first faulty records of a text file; where none is found, what DuckDB said (`reason`)."""
    faults = [] if extract.delimiter is None else list(islice(_faults(extract), MAX_SHOWN))
    if not faults and extract.delimiter is not None:
        faults = list(islice(_line_end_faults(extract), 1))
    if faults:
        return faults
    found, mend = _first_words(reason), _MEND
    if extract.delimiter is None:
        found, mend = f"a damaged Parquet file ({found})", "Copy or download it again."
    return [Fault(extract.file.place, "a file that can be read to the end", found, mend)]


def _first_words(reason: str) -> str:
    """What DuckDB says, without the line that it quotes: that may hold personal data."""
    return " ".join(reason.split("Possible fixes")[0].split("Original Line")[0].split())[:200]


def _faults(extract: Extract) -> Iterator[Fault]:
    fields = len(extract.header)
    csv.field_size_limit(sys.maxsize)
    # Bytes that are no UTF-8 become surrogates, so that reading goes on and they can be found.
    with _records(extract, "surrogateescape") as text:
        rows = csv.reader(text, delimiter=extract.delimiter or ",", strict=True)
        record = 0
        try:
            for row in rows:
                if not row:
                    continue
                record += 1
                if len(row) > fields + SPARE_COLUMNS[-1]:
                    yield _fault(extract, record, f"{fields} fields", f"{len(row)} fields")
                for header, cell in zip(extract.header, row, strict=False):
                    if not cell.isascii() and any(
                        "\ud800" <= letter <= "\udfff" for letter in cell
                    ):
                        yield _fault(extract, record, "UTF-8 text", "other bytes", header)
        except csv.Error:
            yield _fault(
                extract,
                record + 1,
                "quotes around the whole field, and doubled inside it",
                "a quote that is never closed, or text after a closing quote",
            )


def _line_end_faults(extract: Extract) -> Iterator[Fault]:
    """Records that end in another way than the header, or with a carriage return alone."""
    with _records(extract, "replace") as text:
        of_header = _end_of_header(extract)
        record, is_quoted = 0, False
        # Each of the three line ends ends a line here, and stays at its end.
        for line in text:
            is_quoted ^= line.count('"') % 2 == 1
            if is_quoted:
                continue
            record += 1
            end = line[len(line.rstrip("\r\n")) :]
            if end == "\r" or (end and end != of_header):
                yield _fault(
                    extract,
                    record,
                    "the same line ending throughout, LF or CRLF",
                    f"the line ending {end!r}, while the header ends with {of_header!r}",
                )


@contextmanager
def _records(extract: Extract, errors: str) -> Iterator[IO[str]]:
    """The text behind the header, with its line ends."""
    with unpacked(extract.file.path, extract.content) as content:
        content.read(extract.header_bytes)
        yield io.TextIOWrapper(content, encoding="utf-8", errors=errors, newline="")


def _end_of_header(extract: Extract) -> str:
    with unpacked(extract.file.path, extract.content) as content:
        return "\r\n" if content.read(extract.header_bytes).endswith(b"\r\n") else "\n"


def _fault(
    extract: Extract, record: int, expected: str, found: str, column: str | None = None
) -> Fault:
    return Fault(extract.file.place, expected, found, _MEND, record=record, column=column)
