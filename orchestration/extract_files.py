"""Reading one extract file: its header against the contract, and its rows for DuckDB.

Belongs here: encoding, compression, delimiter, header and Parquet types, and the SQL that reads a
file as text columns. Does not belong here: values (value_checks.py) and transactions (load.py).

DuckDB streams the rows; Python reads no more than the header line. Columns are named by position
(c0, c1, …), so no name from a file ever becomes part of a statement.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.contract import Contract, HeaderMatch, match_header
from orchestration.faults import Fault, Refused, quoted
from orchestration.landing import LandingFile
from orchestration.parquet_files import READ_PARQUET, as_text_sql, describe, is_plain
from orchestration.raw_store import ROWS_PER_PART

_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}

#: A header line is looked for in this many bytes.
_HEADER_BYTES = 1 << 20

#: DuckDB reads a text file in pieces, several at a time. A piece is made to fill this many parts of
#: the table. Measured: all is well from 0.6 to 1 and from 1.6 to 2; from 1.05 to 1.5 the remains of
#: pieces are merged and written again at the end, which costs a third more.
_PARTS_PER_PIECE = 1.8
_PIECE_BYTES = (4_000_000, 64_000_000)

#: No text reads as null. DuckDB forgives one field too many where it could be null, and so would
#: hide a row that a stray comma has shifted. (A list without a type is refused.)
_NO_NULL_TEXTS = "[]::varchar[]"

#: How many fields beyond the header are read where records have another number of fields, first
#: and at most. A record with more than that makes the file unreadable.
SPARE_COLUMNS = (128, 8_192)

#: The column, in the table of such a file, with the reason to set a record aside for its fields.
FIELDS_FAULT = "fields_fault"


@dataclass(frozen=True)
class Extract:
    """A landing file whose header keeps its contract."""

    file: LandingFile
    contract: Contract
    match: HeaderMatch
    #: The file's columns as it spells them.
    header: tuple[str, ...]
    #: Of a text file; None for Parquet.
    delimiter: str | None = None
    #: How much of a text file DuckDB reads at a time.
    piece_bytes: int = _PIECE_BYTES[0]
    #: DuckDB's type of each column; empty for a text file.
    types: tuple[str, ...] = ()
    #: Columns beyond the header, for a text file whose records differ in number of fields. It is
    #: read on one thread then; a field that a record does not have is null.
    spare_columns: int = 0

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        return tuple(name.strip() or "(no name)" for name in self.match.unknown)

    def read_sql(self) -> str:
        """A table function with the file's columns as c0, c1, …; binds `$path`."""
        names = [f"c{n}" for n in range(len(self.header) + self.spare_columns)]
        if self.delimiter is None:
            return f"{READ_PARQUET} as extract({', '.join(names)})"
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        compression = "gzip" if self.file.format.endswith(".gz") else "none"
        padding = "null_padding = true, parallel = false, " if self.spare_columns else ""
        return (
            "read_csv($path, header = true, auto_detect = false, strict_mode = true, "
            f"hive_partitioning = false, delim = '{self.delimiter}', quote = '\"', "
            f"escape = '\"', nullstr = {_NO_NULL_TEXTS}, compression = '{compression}', {padding}"
            f"buffer_size = {self.piece_bytes}, columns = {{{columns}}})"
        )

    def value_sql(self, name: str) -> str:
        """The text of the kept column `name` in the file; null where the file does not have it."""
        position = self.match.positions.get(name)
        return "null::varchar" if position is None else self.text_sql(position)

    def text_sql(self, position: int) -> str:
        """The text of the file's column at `position`, from 0."""
        if not self.types:
            return f"c{position}"
        return as_text_sql(f"c{position}", self.types[position])

    def type_of(self, name: str) -> str:
        """DuckDB's type of the kept column `name`; empty for text, and where the file lacks it."""
        position = self.match.positions.get(name)
        return "" if position is None or not self.types else self.types[position]

    def fields_fault_sql(self) -> str:
        """The reason to set a record aside for its number of fields, or null."""
        fields = len(self.header)
        return (
            f"case when c{fields - 1} is null then 'too_few_fields' "
            f"when c{fields} is not null then 'too_many_fields' end"
        )

    @property
    def path_parameter(self) -> str:
        """What `$path` of `read_sql` is bound to."""
        return _as_pattern(self.file.path)


def inspect(
    connection: duckdb.DuckDBPyConnection, file: LandingFile, contract: Contract
) -> Extract:
    """Check everything that can be known before the rows are read.

    Raises `Refused` for a file that is empty, unreadable, not UTF-8 or no Parquet file, and for a
    header without a required column, with two columns of one meaning, or with another delimiter.
    """
    if file.bytes == 0:
        raise Refused(
            [Fault(file.place, "a header line", "an empty file", "Download the extract again.")]
        )
    if file.format == "parquet":
        extract = _inspect_parquet(connection, file, contract)
    else:
        extract = _inspect_text(file, contract)
    faults = [*_missing(extract), *_repeated(extract), *_nested(extract)]
    if faults:
        raise Refused(faults)
    return extract


def sha256_of(file: LandingFile) -> str:
    """The file's SHA-256 in hex. Raises `Refused` for a gzip file that is cut off or damaged.

    Leaves the interpreter free while it works, so that it can run beside DuckDB's reading.
    """
    with file.path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if file.format.endswith(".gz"):
        try:
            with gzip.open(file.path) as unpacked:
                while unpacked.read(_HEADER_BYTES):
                    pass
        except (EOFError, OSError, zlib.error) as error:
            raise Refused([_damaged(file, error)]) from None
    return digest


def first_bytes(file: LandingFile, count: int = _HEADER_BYTES) -> bytes:
    """The beginning of a text file, unpacked. Raises `Refused` where it cannot be read."""
    try:
        with _open(file.path, file.format) as content:
            return content.read(count)
    except (EOFError, OSError, zlib.error) as error:
        raise Refused([_damaged(file, error)]) from None


def _open(path: Path, file_format: str) -> io.BufferedIOBase:
    return gzip.open(path) if file_format.endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _damaged(file: LandingFile, error: Exception) -> Fault:
    return Fault(
        file.place,
        "a file that can be read to its end",
        str(error) or type(error).__name__,
        "It may be cut off: copy or download it again.",
    )


def _inspect_text(file: LandingFile, contract: Contract) -> Extract:
    start = first_bytes(file)
    is_whole = len(start) < _HEADER_BYTES
    try:
        text = start.decode("utf-8-sig") if is_whole else _decode_beginning(start)
    except UnicodeDecodeError as error:
        raise Refused([_not_utf8(file, f"byte {start[error.start]:#04x}")]) from None
    if "\0" in text[:200]:
        raise Refused([_not_utf8(file, "zero bytes, as UTF-16 has them")])
    extracts = []
    for delimiter in _DELIMITERS:
        try:
            header = next(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        match = match_header(contract, header)
        extracts.append(
            Extract(file, contract, match, tuple(header), delimiter, _piece_bytes(start))
        )
    fitting = [extract for extract in extracts if not extract.match.missing]
    if len(fitting) == 1:
        return fitting[0]
    nearest = max(extracts, key=lambda extract: len(extract.match.positions), default=None)
    if nearest is None or (len(nearest.header) <= 1 and nearest.match.missing):
        raise Refused([_wrong_delimiter(file, contract, text)])
    return nearest


def _piece_bytes(start: bytes) -> int:
    """How much of a file to read at a time, by the length of its first records."""
    record = len(start) / max(start.count(b"\n"), 1)
    least, most = _PIECE_BYTES
    return int(min(max(record * ROWS_PER_PART * _PARTS_PER_PIECE, least), most))


def _decode_beginning(start: bytes) -> str:
    """The text of a file's beginning, which may end within a letter."""
    return codecs.getincrementaldecoder("utf-8-sig")().decode(start)


def _inspect_parquet(
    connection: duckdb.DuckDBPyConnection, file: LandingFile, contract: Contract
) -> Extract:
    try:
        header, types = describe(connection, _as_pattern(file.path))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise Refused([_damaged(file, ValueError(f"no Parquet file ({reason})"))]) from None
    return Extract(file, contract, match_header(contract, header), header, types=types)


def _as_pattern(path: Path) -> str:
    """The path as DuckDB must be told it: letters that it takes for patterns in brackets."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def _missing(extract: Extract) -> list[Fault]:
    return [
        Fault(
            extract.file.place,
            "a column " + " or ".join(column.spellings),
            "no such column",
            "Download the extract again with this column.",
            column=column.header,
        )
        for column in extract.match.missing
    ]


def _repeated(extract: Extract) -> list[Fault]:
    return [
        Fault(
            extract.file.place,
            "one column of this meaning",
            ", ".join(quoted(name) for name in spellings),
            "Remove all but one of these columns from the download.",
            column=header,
        )
        for header, spellings in extract.match.repeated.items()
    ]


def _nested(extract: Extract) -> list[Fault]:
    kinds = {
        name: extract.types[position]
        for name, position in extract.match.positions.items()
        if extract.types
    }
    return [
        Fault(
            extract.file.place,
            "text, a number, a date or a flag",
            f"the type {kind}",
            "Write the column as one plain value per row.",
            column=extract.contract.by_name[name].header,
        )
        for name, kind in kinds.items()
        if not is_plain(kind)
    ]


def _not_utf8(file: LandingFile, found: str) -> Fault:
    return Fault(
        file.place,
        "text in UTF-8",
        found,
        "Save or download the extract in UTF-8 (with or without a byte order mark).",
    )


def _wrong_delimiter(file: LandingFile, contract: Contract, text: str) -> Fault:
    names = ", ".join(column.header for column in contract.required[:3])
    line = text.splitlines()[0] if text.strip() else ""
    return Fault(
        file.place,
        f"a header with {names} … separated by comma, tab or semicolon",
        # Without a header the first line may be a person's.
        "another first line" if contract.has_people else quoted(line),
        "Download the extract again as CSV or TSV with its header line.",
        record=0,
    )
