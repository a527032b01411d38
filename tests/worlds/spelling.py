"""How one file spells what it holds: format, delimiter, headers, months, dates, numbers.

`Style()` is the plainest file; `varied_style` draws one at random from everything the extracts
allow.
"""

import csv
import gzip
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb

MONTH_COLUMNS = {"Month", "Date", "FirstMonth", "LastMonth", "FiscalMonthName"}
IDS = {
    *("PGAMpnId", "MPNId", "MpnId", "SubscriptionId", "CustomerTenantId", "CustomerTpid"),
    *("ClaimId", "MCPID", "GlobalPartnerID", "CustomerTenantID", "SubscriptionID", "CustomerID"),
}
GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
SHORT_NAMES = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

MONTH_SPELLINGS: dict[str, Callable[[date], str]] = {
    "iso_day": lambda m: m.isoformat(),
    "named": lambda m: f"{SHORT_NAMES[m.month - 1]}-{m.year}",
    "packed": lambda m: f"{m:%Y%m%d}",
    "iso_time": lambda m: f"{m.isoformat()}T00:00:00Z",
    "slashes": lambda m: f"{m.month}/{m.day}/{m.year}",
    "slashes_time": lambda m: f"{m.month}/{m.day}/{m.year} 12:00:00 AM",
    "iso_month": lambda m: f"{m:%Y-%m}",
}
DATE_SPELLINGS: dict[str, Callable[[date], str]] = {
    "iso_day": lambda d: d.isoformat(),
    "packed": lambda d: f"{d:%Y%m%d}",
    "iso_time": lambda d: f"{d.isoformat()}T00:00:00Z",
    "slashes": lambda d: f"{d.month}/{d.day}/{d.year}",
    "slashes_time": lambda d: f"{d.month}/{d.day}/{d.year} 12:00:00 AM",
    "worded": lambda d: f"{d.day} {SHORT_NAMES[d.month - 1].title()} {d.year}",
}


def _with_brackets(number: Decimal) -> str:
    return f"({-number:f})" if number < 0 else f"{number:f}"


NUMBER_SPELLINGS: dict[str, Callable[[Decimal], str]] = {
    "plain": lambda n: f"{n:f}",
    "thousands": lambda n: f"{n:,f}",
    "brackets": _with_brackets,
    "exponent": lambda n: f"{n:e}",
}

# Other headers of the same column; a file uses one of them throughout.
HEADER_SPELLINGS = {
    "PGAMpnId": ["PGAMpnID", "PGAPartnerID", "PGA_MPNID", "pgampnid", "PGA Mpn Id"],
    "MPNId": ["MpnId", "MPNID", "PartnerID", "Partner Id"],
    "MpnId": ["MPNId", "PartnerID"],
    "ACR_USD": ["TotalACR", "ACR USD", "acr_usd"],
    "PartnerAttributionType": ["PartnerAttachType", "Partner Attribution Type"],
    "PartnerAttachType": ["PartnerAttributionType", "partner_attach_type"],
    "Month": ["Month/Datekey", "MONTH"],
    "HierarchyLevel": ["AccountType"],
    "CustomerTenantId": ["customer tenant id", "CUSTOMERTENANTID"],
    "AI_OfferType": ["AIOfferType"],
}


@dataclass(frozen=True)
class Style:
    """The spelling of one file; `native` lets Parquet hold dates and numbers as such.

    `id_type` is the type in which Parquet holds ids of digits; GUIDs are UUIDs then.
    """

    file_format: str = "csv"
    delimiter: str = ","
    has_mark: bool = False
    line_end: str = "\n"
    month: str = "iso_day"
    day: str = "iso_day"
    number: str = "plain"
    headers: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()
    native: bool = False
    id_type: str = ""


def varied_style(rng: Random) -> Style:
    """Draw a style; only spellings that every reader must accept."""
    file_format = rng.choice(["csv", "csv", "tsv", "csv.gz", "tsv.gz", "parquet"])
    delimiter = "\t" if file_format.startswith("tsv") else rng.choice(",,;")
    # With semicolons nobody could tell a thousands comma from a decimal one.
    numbers = [n for n in NUMBER_SPELLINGS if delimiter != ";" or n != "thousands"]
    headers = {column: rng.choice([column, *names]) for column, names in HEADER_SPELLINGS.items()}
    return Style(
        file_format=file_format,
        delimiter=delimiter,
        has_mark=rng.random() < 0.3,
        line_end=rng.choice(["\n", "\r\n"]),
        month=rng.choice(list(MONTH_SPELLINGS)),
        day=rng.choice(list(DATE_SPELLINGS)),
        number=rng.choice(numbers),
        headers=tuple(headers.items()),
        native=rng.random() < 0.5,
    )


def _spelled(column: str, value: object, style: Style) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        if column in MONTH_COLUMNS:
            return MONTH_SPELLINGS[style.month](value)
        return DATE_SPELLINGS[style.day](value)
    if isinstance(value, int | Decimal):
        return NUMBER_SPELLINGS[style.number](Decimal(value))
    return str(value)


def _write_delimited(path: Path, columns: list[str], rows: list[dict], style: Style) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=style.delimiter, lineterminator=style.line_end)
    headers = dict(style.headers)
    writer.writerow([headers.get(column, column) for column in columns])
    for row in rows:
        writer.writerow([_spelled(column, row.get(column), style) for column in columns])
    content = text.getvalue().encode("utf-8-sig" if style.has_mark else "utf-8")
    # A fixed time in the gzip header keeps the bytes the same in every run.
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def _native_type(column: str, rows: list[dict]) -> str:
    values = [row.get(column) for row in rows]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {date}:
        return "date" if column not in MONTH_COLUMNS else "timestamp"
    if kinds == {int}:
        return "bigint"
    return "decimal(28, 10)" if kinds == {Decimal} else "varchar"


def _id_type(column: str, rows: list[dict], style: Style) -> str:
    values = {str(row.get(column) or "") for row in rows} - {""}
    if all(value.isdigit() for value in values):
        return style.id_type
    return "uuid" if all(GUID.fullmatch(value) for value in values) else "varchar"


def _write_parquet(path: Path, columns: list[str], rows: list[dict], style: Style) -> None:
    plain = Style(headers=style.headers) if style.native else style
    types = {column: "varchar" for column in columns}
    if style.native:
        types = {column: _native_type(column, rows) for column in columns}
    if style.id_type:
        types |= {column: _id_type(column, rows, style) for column in columns if column in IDS}
    headers = dict(style.headers)
    chosen = ", ".join(
        f'cast("{headers.get(column, column)}" as {kind})' + f' as "{headers.get(column, column)}"'
        for column, kind in types.items()
    )
    with TemporaryDirectory() as folder:
        text = Path(folder) / "rows.csv"
        _write_delimited(text, columns, rows, plain)
        duckdb.execute(
            f"copy (select {chosen} from read_csv('{text}', header = true, all_varchar = true,"
            f" delim = '{plain.delimiter}', quote = '\"', escape = '\"', strict_mode = true))"
            f" to '{path}' (format parquet)"
        )


def write_table(stem: Path, columns: list[str], rows: list[dict], style: Style) -> Path:
    """Write one file beside `stem`, its suffix by the style; gives its path."""
    path = stem.with_name(f"{stem.name}.{style.file_format}")
    columns = [column for column in columns if column not in style.dropped]
    write = _write_parquet if style.file_format == "parquet" else _write_delimited
    write(path, columns, rows, style)
    return path
