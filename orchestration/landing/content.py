"""What a landing file is, by its first bytes and not by its name.

Belongs here: telling text, gzip and Parquet from what is no extract, and opening a file unpacked.
Does not belong here: the header and the records of an extract (extract_files.py).
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

Content = Literal["text", "gzip", "parquet"]

#: What to do about a file that is no extract as Partner Center gives it out.
CHOOSE_FORMAT = "In Partner Center, choose CSV or TSV as the format and download the file again."

#: What a damaged gzip file raises while it is read.
DAMAGED = (EOFError, OSError, zlib.error)

_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"

#: First bytes → what such a file is. UTF-32 stands before UTF-16, whose mark it begins with.
_OTHER_KINDS = (
    (b"PARE", "an encrypted Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls)"),
    (b"%PDF", "a PDF file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2-compressed file"),
    (b"\xfd7zXZ", "an xz-compressed file"),
    (b"\x28\xb5\x2f\xfd", "a zstd-compressed file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xff\xfe\0\0", "UTF-32 text"),
    (b"\0\0\xfe\xff", "UTF-32 text"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_BYTES_LOOKED_AT = 1024


class NotAnExtract(Exception):
    """The file is something else; the text says what, such as `an Excel workbook (.xlsx)`."""


def content_of(path: Path) -> Content:
    """How the file has to be read. Raises `NotAnExtract`, and `OSError` where it cannot be."""
    start = _start(path)
    if start.startswith(_GZIP):
        return "gzip"
    if start.startswith(_PARQUET):
        return "parquet"
    if start.startswith(_ZIP):
        raise NotAnExtract(_kind_of_zip(path))
    check_text(start)
    return "text"


def check_text(start: bytes) -> None:
    """Raise `NotAnExtract` for what is no table in UTF-8, by the first bytes of unpacked text."""
    packed = ((_GZIP, "a file that was gzipped twice"), (_ZIP, "a zip archive"))
    for mark, kind in (*_OTHER_KINDS, *packed):
        if start.startswith(mark):
            raise NotAnExtract(kind)
    if b"\0" in start[:200]:
        raise NotAnExtract("NUL bytes, as in UTF-16 text or a binary file")
    beginning = start[:_BYTES_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<"):
        raise NotAnExtract("a web page or XML file")
    if beginning.startswith((b"{", b"[")):
        raise NotAnExtract("a JSON file")


@contextmanager
def unpacked(path: Path, content: Content) -> Iterator[IO[bytes]]:
    """The bytes of a text file, of a gzip file those that it packs."""
    with gzip.open(path) if content == "gzip" else path.open("rb") as stream:
        yield stream  # type: ignore[misc]


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_BYTES_LOOKED_AT)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return "a damaged zip archive"
    if any(name.startswith("xl/") for name in names):
        return "an Excel workbook (.xlsx)"
    return "a zip archive"
