"""Open one landing file, whatever its format: rows of text, columns by their settled names."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

# Other headers of a column, written without blanks and underscores, lower-case.
OTHER_HEADERS = {
    "pgapartnerid": "pgampnid",
    "partnerid": "mpnid",
    "totalacr": "acrusd",
    "partnerattachtype": "partnerattributiontype",
    "accounttype": "hierarchylevel",
    "month/datekey": "month",
    "fiscalmonthname": "month",
    "globalpartnerid": "pgampnid",
    "partnerassociationtype": "partnerattributiontype",
    "workload": "workloadname",
    "workloads": "workloadname",
}

csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class Table:
    """One opened file; `is_semicolon` because numbers with a comma are then refused."""

    columns: list[str]
    rows: list[tuple[str | None, ...]]
    is_semicolon: bool

    def picked(self, names: list[str]) -> Iterator[tuple[str | None, ...]]:
        """Yield the named columns of every row, None where the file lacks one."""
        places = [self.columns.index(n) if n in self.columns else None for n in names]
        for row in self.rows:
            yield tuple(None if place is None else row[place] for place in places)


def header_key(header: str) -> str:
    """Bring a header to the form that compares: no case, blanks or underscores, newest name."""
    key = "".join(header.split()).replace("_", "").lower()
    return OTHER_HEADERS.get(key, key)


def open_table(path: Path) -> Table:
    """Read a CSV, TSV (also gzip) or Parquet file; ValueError when two columns mean the same."""
    if path.name.lower().endswith(".parquet"):
        cursor = duckdb.execute("select columns(*)::varchar from read_parquet(?)", [str(path)])
        header, rows, is_semicolon = [d[0] for d in cursor.description], cursor.fetchall(), False
    else:
        opener = gzip.open if path.name.lower().endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            delimiter = max(",\t;", key=first.count)
            stream.seek(0)
            reader = csv.reader(stream, delimiter=delimiter)
            header = next(reader)
            # A row with another number of fields is quarantined: its values cannot be told apart.
            rows = [tuple(row) for row in reader if len(row) == len(header)]
            is_semicolon = delimiter == ";"
    columns = [header_key(name) for name in header]
    if len(set(columns)) != len(columns):
        raise ValueError(f"{path.name}: two columns with one meaning in {header}")
    return Table(columns, rows, is_semicolon)
