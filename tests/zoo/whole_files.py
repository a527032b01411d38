"""Faults of a file as a whole: encoding, packing, format, header, delimiter.

Every case is made for every dataset: nothing may hang on which one it is.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from tests.zoo.case import Book, Case, parquet_of, text_of
from tests.zoo.sound_rows import DATASETS, FREE_TEXT


def add(book: Book) -> None:
    for dataset in DATASETS:
        _encodings(book, dataset)
        _delimiters(book, dataset)
        _packed(book, dataset)
        _parquet(book, dataset)
        _headers(book, dataset)
    _deep(book)


def _sound(book: Book, dataset: str, name: str, **style: str) -> Case:
    case = book.case(dataset, name)
    letters = case.rows()
    # Letters of one to four bytes, and what delimiters and quotes look like inside a field.
    letters[1][FREE_TEXT[dataset]] = 'Größe 京都 😀, "quoted"; one\ttab'
    return case.put_rows(letters, **style).loads(letters)


def _encodings(book: Book, dataset: str) -> None:
    _sound(book, dataset, "UTF-8")
    _sound(book, dataset, "UTF-8 with a byte order mark", mark="\ufeff")
    _sound(book, dataset, "CRLF line ends and a byte order mark", mark="\ufeff", newline="\r\n")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        case = book.case(dataset, encoding)
        case.put(text_of(case.rows()).encode(encoding)).refuses("UTF-8")
    case = book.case(dataset, "Latin-1 in a cell")
    rows = [*case.rows(2), case.row(3, **{FREE_TEXT[dataset]: "Grünwald"})]
    case.put(text_of(rows).encode("latin-1")).refuses("UTF-8")
    case = book.case(dataset, "Latin-1 in the header")
    rows = [row | {"Größe": "1"} for row in case.rows()]
    case.put(text_of(rows).encode("latin-1")).refuses("UTF-8")
    case = book.case(dataset, "half a letter at the end")
    rows = [*case.rows(2), case.row(3, **{FREE_TEXT[dataset]: "Grü"})]
    content = text_of(rows).encode()
    case.put(content[: content.index("ü".encode()) + 1]).refuses("UTF-8")
    case = book.case(dataset, "zero bytes instead of the end")
    case.put(text_of(case.rows()).encode() + b"\0" * 512).refuses(case.file_name)


def _delimiters(book: Book, dataset: str) -> None:
    _sound(book, dataset, "tabs in a csv", delimiter="\t")
    _sound(book, dataset, "semicolons in a csv", delimiter=";")
    _sound(book, dataset, "commas in a tsv", ending="tsv")
    _sound(
        book, dataset, "semicolons and CRLF in a tsv", ending="tsv", delimiter=";", newline="\r\n"
    )
    for name, delimiter in (("bars", "|"), ("colons", ":"), ("blanks", " ")):
        case = book.case(dataset, f"{name} between columns")
        case.put_rows(case.rows(), delimiter=delimiter).refuses(
            "separated by commas, tabs or semicolons", "choose CSV or TSV"
        )
    case = book.case(dataset, "a header with commas above records with semicolons")
    rows = case.rows()
    lines = [text_of(rows[:1]).splitlines()[0], *text_of(rows, ";").splitlines()[1:]]
    case.put("\n".join([*lines, ""]))
    for record in (1, 2, 3):
        case.sets_aside(record, "too_few_fields")


def _packed(book: Book, dataset: str) -> None:
    _sound(book, dataset, "csv.gz", ending="csv.gz")
    _sound(book, dataset, "tsv.gz with CRLF", ending="tsv.gz", delimiter="\t", newline="\r\n")
    case = book.case(dataset, "gzip in three members")
    content = text_of(case.rows()).encode()
    parts = (content[:20], content[20:60], content[60:])
    case.put(b"".join(map(gzip.compress, parts)), "csv.gz").loads(case.rows())

    def packed(name: str) -> tuple[Case, bytes]:
        case = book.case(dataset, f"gzip {name}")
        return case, gzip.compress(text_of(case.rows(9)).encode())

    case, content = packed("cut off in the middle")
    case.put(content[: len(content) // 2], "csv.gz").refuses("cut off")
    case, content = packed("without its checksum")
    case.put(content[:-8], "csv.gz").refuses("cut off")
    case, content = packed("whose checksum is wrong")
    case.put(content[:-8] + b"\0\0\0\0" + content[-4:], "csv.gz").refuses("cut off")
    case, content = packed("with a changed byte")
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 0x10]) + content[middle + 1 :]
    case.put(changed, "csv.gz").refuses(case.file_name)
    case, content = packed("with other bytes after its end")
    case.put(content + b"and more", "csv.gz").refuses("cut off")
    case, content = packed("of which only the header is there")
    case.put(content[:10], "csv.gz").refuses("cut off")
    case, content = packed("that ends with a record, but not as a gzip file does")
    packer = zlib.compressobj(wbits=31)
    flushed = packer.compress(text_of(case.rows()).encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    case.put(flushed, "csv.gz").refuses("cut off")
    case, content = packed("named csv")
    case.put(content, "csv").loads(case.rows(9))
    case, content = packed("named Parquet")
    case.put(content, "parquet").loads(case.rows(9))
    case, content = packed("packed twice")
    case.put(gzip.compress(content), "csv.gz").refuses("a file that was gzipped twice")
    case = book.case(dataset, "csv named gzip")
    case.put(text_of(case.rows()), "csv.gz").loads(case.rows())


def _parquet(book: Book, dataset: str) -> None:
    case = book.case(dataset, "Parquet")
    case.put(parquet_of(case.rows()), "parquet").loads(case.rows())

    def parquet(name: str) -> tuple[Case, bytes]:
        case = book.case(dataset, f"Parquet {name}")
        return case, parquet_of(case.rows())

    case, content = parquet("cut off at its end")
    case.put(content[:-20], "parquet").refuses("Parquet", "copy or download it again")
    case, content = parquet("cut off in the middle")
    case.put(content[: len(content) // 2], "parquet").refuses("Parquet")
    case, content = parquet("without a beginning")
    case.put(content[4:], "parquet").refuses("Parquet")
    case, content = parquet("with an encrypted footer")
    case.put(b"PARE" + content[4:-4] + b"PARE", "parquet").refuses(case.file_name)
    case, content = parquet("named csv")
    case.put(content, "csv").loads(case.rows())
    case = book.case(dataset, "csv named Parquet")
    case.put(text_of(case.rows()), "parquet").loads(case.rows())
    case = book.case(dataset, "Parquet with rows without a value")
    nothing = dict.fromkeys(case.row(1), "")
    case.put(parquet_of([case.row(1), nothing, case.row(3)]), "parquet")
    case.loads({1: case.row(1), 3: case.row(3)}).passes_over(2)
    case = book.case(dataset, "an empty file named Parquet")
    case.put(b"", "parquet").refuses("an empty file")


def _headers(book: Book, dataset: str) -> None:
    for name, content, words in (
        ("an empty file", b"", "an empty file"),
        ("blank lines only", b"\n\n\r\n", "separated by commas, tabs or semicolons"),
        ("a mark only", b"\xef\xbb\xbf", "separated by commas, tabs or semicolons"),
        ("a sign-in page", b"\xef\xbb\xbf\n<!DOCTYPE html><body>sign in</body>\n", "a web page"),
        ("an error of the portal", b'{"code": 401, "message": "no"}\n', "a JSON file"),
        ("a workbook", _zip_of("xl/workbook.xml"), "an Excel workbook (.xlsx)"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (.xls)"),
        ("a zip archive", _zip_of("AzureUsage.csv"), "a zip archive"),
        ("half a zip archive", _zip_of("AzureUsage.csv")[:30], "a damaged zip archive"),
        ("a PDF file", b"%PDF-1.7\n", "a PDF file"),
    ):
        case = book.case(dataset, name)
        case.put(content).refuses(words)
        if name.startswith("a "):
            case = book.case(dataset, f"{name} in gzip")
            # Inside gzip nothing but the first bytes is looked at.
            packed_words = "a zip archive" if content.startswith(b"PK") else words
            case.put(gzip.compress(content), "csv.gz").refuses(packed_words)
    case = book.case(dataset, "no header")
    case.put("".join(text_of(case.rows()).splitlines(keepends=True)[1:])).refuses("a column")
    case = book.case(dataset, "a title above the header")
    case.put("Insights report\n\n" + text_of(case.rows())).refuses("the header on line 3", record=0)
    _before_the_header(book, dataset)
    case = book.case(dataset, "a quote in the header that is never closed")
    case.put('"' + text_of(case.rows())).refuses(case.file_name)
    case = book.case(dataset, "an unnamed column")
    rows = [row | {"": "x"} for row in case.rows()]
    case.put_rows(rows).loads(case.rows())
    case.unknown = ("(no name)",)


def _zip_of(name: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr(name, "x")
    return archive.getvalue()


def _before_the_header(book: Book, dataset: str) -> None:
    """What stands before records that load all the same; some of it has places to be told."""
    for name, before in (
        ("two byte order marks", "\ufeff\ufeff"),
        ("sep=", "sep=,\n"),
        ("a mark and sep= in quotes", '\ufeff"sep=,"\n'),
        ("empty lines", "\n \n,,,\n"),
    ):
        case = book.case(dataset, f"{name} before the header")
        case.put(before + text_of(case.rows())).loads(case.rows())
        case = book.case(dataset, f"{name} before the header, CRLF, gzip")
        content = (before + text_of(case.rows())).replace("\n", "\r\n").encode()
        case.put(gzip.compress(content), "csv.gz").loads(case.rows())
        case = book.case(dataset, f"{name} before the header, and a short record")
        lines = (before + text_of(case.rows())).splitlines(keepends=True)
        case.put("".join([*lines[:-1], "short\n", lines[-1]]))
        case.loads({1: case.row(1), 2: case.row(2), 4: case.row(3)})
        case.sets_aside(3, "too_few_fields", line=len(lines))
    for name, inside in (("LF", "\n"), ("CRLF", "\r\n"), ("a carriage return", "\r")):
        for newline in ("\n", "\r\n"):
            for mark in ("", "\ufeff"):
                case = book.case(dataset, f"{name} in the header, lines end {newline!r}, {mark!r}")
                header = {f"Notes{inside}of ours": ""}
                rows = [header | row for row in case.rows()]
                case.put_rows(rows, newline=newline, mark=mark).loads(case.rows())
                case.unknown = (f"Notes{inside}of ours",)


def _deep(book: Book) -> None:
    """What is wrong a megabyte behind the header, where DuckDB alone reads."""
    long = "x" * 1_100_000
    case = book.case("AzureUsage", "Latin-1 a megabyte behind the header")
    rows = [case.row(1, ServiceGroup2=long), case.row(2), case.row(3, CustomerName="Grünwald")]
    case.put(text_of(rows).encode("latin-1")).refuses("UTF-8", record=3, column="CustomerName")
    case = book.case("AzureUsage", "a quote a megabyte behind the header that is never closed")
    rows = [case.row(1, ServiceGroup2=long), case.row(2), case.row(3)]
    lines = text_of(rows).splitlines(keepends=True)
    lines[2] = '"' + lines[2]
    case.put("".join(lines)).refuses("never closed", record=2)
    case = book.case("AzureUsage", "gzip with zero bytes after its end")
    content = gzip.compress(text_of(case.rows()).encode())
    case.put(content + b"\0" * 100, "csv.gz").refuses(case.file_name)
