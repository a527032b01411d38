"""Where the header of a text file stands, and what it is separated by.

Belongs here: what may stand before a header, and finding it in the first bytes of a file. Does not
belong here: which columns a header must have (contract.py), the records (extract_files.py).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.landing.content import CHOOSE_FORMAT
from orchestration.landing.contract import Contract, match_header
from orchestration.landing.faults import Fault, Refused, quoted
from orchestration.landing.folder import LandingFile

_DELIMITERS = ",\t;"

#: A header is looked for in this many bytes.
HEADER_BYTES = 1 << 20

#: Lines at the beginning of a file in which a header is looked for that is not the first.
_TITLE_LINES = 20


@dataclass(frozen=True)
class TextHeader:
    """A header as the file spells it. `lines` and `bytes` are those up to its end, from the first
    of the file."""

    names: tuple[str, ...]
    delimiter: str
    lines: int
    bytes: int


def find_header(file: LandingFile, contract: Contract, start: bytes) -> TextHeader:
    """The header in the first bytes of a text file.

    The one that has all required columns, else the one that has most of them. Raises `Refused` for
    text that is not UTF-8 and for a first line that is no header.
    """
    try:
        text = start.decode() if len(start) < HEADER_BYTES else _decode_beginning(start)
    except UnicodeDecodeError as error:
        raise Refused([_not_utf8(file, f"byte {start[error.start]:#04x}")]) from None
    # Each line with its end: LF, CRLF or a carriage return alone.
    lines = list(io.StringIO(text, newline=""))
    before = _lines_before_header(lines)
    headers = [
        header for delimiter in _DELIMITERS if (header := _read_header(lines, before, delimiter))
    ]
    missing = {header: match_header(contract, header.names).missing for header in headers}
    if all(missing.values()) and (title := _line_of_header(contract, lines)):
        raise Refused([_title_above(file, contract, lines[before], title)])
    nearest = min(headers, key=lambda header: len(missing[header]), default=None)
    if nearest is None or (len(nearest.names) <= 1 and missing[nearest]):
        raise Refused([_wrong_delimiter(file, contract, text)])
    if lines[nearest.lines - 1].endswith("\r"):
        raise Refused([_carriage_returns(file)])
    return nearest


def _read_header(lines: list[str], before: int, delimiter: str) -> TextHeader | None:
    """The header behind the first `before` lines; None where quotes do not fit this delimiter."""
    reader = csv.reader(_without_marks(lines[before:]), delimiter=delimiter, strict=True)
    try:
        names = tuple(next(reader, []))
    except csv.Error:
        return None
    count = before + reader.line_num
    return TextHeader(names, delimiter, count, len("".join(lines[:count]).encode()))


def _lines_before_header(lines: list[str]) -> int:
    """How many lines are passed over: those without a value, and Excel's `sep=,`."""
    for number, line in enumerate(lines):
        bare = line.strip(' \t\r\n\ufeff"').lower()
        if bare.strip(",;") and not (bare.startswith("sep=") and len(bare) <= len("sep=,")):
            return number
    return 0


def _without_marks(lines: list[str]) -> Iterator[str]:
    """The lines without the byte order marks that may stand before the first one."""
    for number, line in enumerate(lines):
        yield line.lstrip("\ufeff") if number == 0 else line


def _line_of_header(contract: Contract, lines: list[str]) -> int | None:
    """The number, from 1, of a line that has all required columns."""
    for number, line in enumerate(lines[:_TITLE_LINES], start=1):
        for delimiter in _DELIMITERS:
            found = _read_header([line], 0, delimiter)
            if found and len(found.names) > 1 and not match_header(contract, found.names).missing:
                return number
    return None


def _decode_beginning(start: bytes) -> str:
    """The text of a file's beginning, which may end within a letter."""
    return codecs.getincrementaldecoder("utf-8")().decode(start)


def _not_utf8(file: LandingFile, found: str) -> Fault:
    return Fault(
        file.place,
        "UTF-8 text",
        found,
        f"Another program saved it in a different encoding. {CHOOSE_FORMAT}",
    )


def _title_above(file: LandingFile, contract: Contract, first: str, number: int) -> Fault:
    return Fault(
        file.place,
        "the header on the first line",
        # Above a header that is not the first line may stand a person's record.
        f"the header on line {number}, below "
        + ("other text" if contract.has_people else quoted(first.strip("\ufeff\r\n"))),
        "Delete the lines above the header, or download the extract again.",
        record=0,
    )


def _carriage_returns(file: LandingFile) -> Fault:
    return Fault(
        file.place,
        "lines that end with LF or CRLF",
        "a lone carriage return after the header line",
        f"Another program saved it. {CHOOSE_FORMAT}",
        record=0,
    )


def _wrong_delimiter(file: LandingFile, contract: Contract, text: str) -> Fault:
    names = ", ".join(column.header for column in contract.required[:3])
    line = next((line for line in text.splitlines() if line.strip("\ufeff \t")), "")
    return Fault(
        file.place,
        f"a header with {names}, … separated by commas, tabs or semicolons",
        # Without a header the first line may be a person's.
        "a different first line" if contract.has_people else quoted(line),
        CHOOSE_FORMAT,
        record=0,
    )
