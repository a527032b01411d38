"""Reading one extract file: its header against the contract, and its rows for DuckDB.

Belongs here: encoding, delimiter, header and Parquet types, and the SQL that reads a file as text
columns. Does not belong here: what a file is at all (content.py), values (value_checks.py) and
transactions (load.py).

DuckDB streams the rows; Python reads no more than the header. Columns are named by position
(c0, c1, …), so no name from a file ever becomes part of a statement.

DuckDB takes the first line end that it meets, in quotes or not, for that of the whole file, and
reads nothing where the others differ. So a file whose header is more than one plain line is put
before it as a copy with a plain one (`readable`), and the records of every text file are counted
once more (physical_lines.py).
"""

from __future__ import annotations

import glob
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.landing.content import (
    CHOOSE_FORMAT,
    DAMAGED,
    Content,
    NotAnExtract,
    check_text,
    content_of,
    unpacked,
)
from orchestration.landing.contract import Contract, HeaderMatch, match_header
from orchestration.landing.faults import Fault, Refused, quoted
from orchestration.landing.folder import LandingFile
from orchestration.landing.parquet_files import READ_PARQUET, as_text_sql, describe, is_plain
from orchestration.landing.text_header import HEADER_BYTES, find_header

#: Rows of one part of the table that a file becomes. A fifth of DuckDB's default, so that the
#: pieces in which a file arrives fill parts of their own and are written once, instead of being
#: collected and copied first. Only the tables of files are laid out so; dbt opens the build file by
#: itself.
ROWS_PER_PART = 24_576
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
    #: What the file is, whatever its name says.
    content: Content
    match: HeaderMatch
    #: The file's columns as it spells them.
    header: tuple[str, ...]
    #: Of a text file; None for Parquet.
    delimiter: str | None = None
    #: Lines of a text file up to the last one of its header, and the bytes that they take.
    header_lines: int = 1
    header_bytes: int = 0
    #: How much of a text file DuckDB reads at a time.
    piece_bytes: int = _PIECE_BYTES[0]
    #: DuckDB's type of each column; empty for a text file.
    types: tuple[str, ...] = ()
    #: Columns beyond the header, for a text file whose records differ in number of fields. It is
    #: read on one thread then; a field that a record does not have is null.
    spare_columns: int = 0
    #: What DuckDB reads instead of a text file whose header is not one plain line.
    plain_copy: Path | None = None

    @property
    def file_format(self) -> str:
        """`csv`, `tsv`, `csv.gz`, `tsv.gz` or `parquet`, by content."""
        if self.content == "parquet":
            return "parquet"
        return ("tsv" if self.delimiter == "\t" else "csv") + (
            ".gz" if self.content == "gzip" else ""
        )

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        return tuple(name.strip() or "(no name)" for name in self.match.unknown)

    def read_sql(self) -> str:
        """A table function with the file's columns as c0, c1, …; binds `$path`."""
        names = [f"c{n}" for n in range(len(self.header) + self.spare_columns)]
        if self.delimiter is None:
            return f"{READ_PARQUET} as extract({', '.join(names)})"
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        compression = "gzip" if self.content == "gzip" and not self.plain_copy else "none"
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
        return glob.escape(str(self.plain_copy or self.file.path))


@contextmanager
def readable(extract: Extract, folder: Path) -> Iterator[Extract]:
    """The extract as DuckDB reads it rightly; where that takes a copy, it lies below `folder`."""
    if extract.delimiter is None or extract.header_lines == 1:
        yield extract
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as private:
        copy = Path(private) / "extract"
        with unpacked(extract.file.path, extract.content) as whole, copy.open("wb") as plain:
            start = whole.read(extract.header_bytes)
            newline = b"\r\n" if start.endswith(b"\r\n") else b"\n"
            names = extract.delimiter.join(f"c{n}" for n in range(len(extract.header)))
            plain.write(names.encode() + newline)
            shutil.copyfileobj(whole, plain)
        yield replace(extract, plain_copy=copy)


def inspect(
    connection: duckdb.DuckDBPyConnection, file: LandingFile, contract: Contract
) -> Extract:
    """Check everything that can be known before the rows are read.

    Raises `Refused` for a file that is empty, unreadable, not UTF-8 or no extract at all, and for a
    header without a required column, with two columns of one meaning, or with another delimiter.
    """
    if file.bytes == 0:
        raise Refused(
            [Fault(file.place, "a header line", "an empty file", "Download the extract again.")]
        )
    try:
        content = content_of(file.path)
        if content == "parquet":
            extract = _inspect_parquet(connection, file, contract)
        else:
            extract = _inspect_text(file, contract, content)
    except NotAnExtract as other:
        raise Refused([_no_extract(file, str(other))]) from None
    except DAMAGED as error:
        raise Refused([damaged(file, error)]) from None
    faults = [*_missing(extract), *_repeated(extract), *_nested(extract)]
    if faults:
        raise Refused(faults)
    return extract


def sha256_of(file: LandingFile) -> str:
    """The file's SHA-256 in hex. Leaves the interpreter free, so that DuckDB can read meanwhile."""
    with file.path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def records_text(extract: Extract) -> str:
    """All records of a small text file. Raises `Refused` where it cannot be read."""
    try:
        with unpacked(extract.file.path, extract.content) as content:
            return content.read()[extract.header_bytes :].decode("utf-8", errors="replace")
    except DAMAGED as error:
        raise Refused([damaged(extract.file, error)]) from None


def damaged(file: LandingFile, error: Exception) -> Fault:
    """The fault of a file that ends before its content does, or may not be read."""
    if isinstance(error, PermissionError):
        return Fault(
            file.place,
            "a file that the refresh can read",
            "permission denied",
            "Give the user that runs the refresh permission to read the file.",
        )
    return Fault(
        file.place,
        "a file that can be read to the end",
        str(error) or type(error).__name__,
        "The file may be cut off: copy or download it again.",
    )


def _inspect_text(file: LandingFile, contract: Contract, content: Content) -> Extract:
    with unpacked(file.path, content) as stream:
        start = stream.read(HEADER_BYTES)
    check_text(start)
    found = find_header(file, contract, start)
    return Extract(
        file,
        contract,
        content,
        match_header(contract, found.names),
        found.names,
        found.delimiter,
        found.lines,
        found.bytes,
        _piece_bytes(start),
    )


def _piece_bytes(start: bytes) -> int:
    """How much of a file to read at a time, by the length of its first records."""
    record = len(start) / max(start.count(b"\n"), 1)
    least, most = _PIECE_BYTES
    return int(min(max(record * ROWS_PER_PART * _PARTS_PER_PIECE, least), most))


def _inspect_parquet(
    connection: duckdb.DuckDBPyConnection, file: LandingFile, contract: Contract
) -> Extract:
    try:
        header, types = describe(connection, glob.escape(str(file.path)))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise Refused([damaged(file, ValueError(f"not a valid Parquet file ({reason})"))]) from None
    match = match_header(contract, header)
    return Extract(file, contract, "parquet", match, header, types=types)


def _missing(extract: Extract) -> list[Fault]:
    return [
        Fault(
            extract.file.place,
            "a column named " + " or ".join(column.spellings),
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
            "only one column with this meaning",
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
            "Export the column with one plain value per row.",
            column=extract.contract.by_name[name].header,
        )
        for name, kind in kinds.items()
        if not is_plain(kind)
    ]


def _no_extract(file: LandingFile, kind: str) -> Fault:
    return Fault(
        file.place,
        "an extract: UTF-8 text separated by commas, tabs or semicolons (gzipped or not), or a "
        "Parquet file",
        kind,
        CHOOSE_FORMAT,
    )
