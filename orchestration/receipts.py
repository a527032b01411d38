"""What the build file remembers of landing files.

Belongs here: reading and writing receipts, and comparing them with what lies in the landing folder
now. Does not belong here: loading and its transactions (load.py, finish.py) and the tables
themselves (raw_store.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import duckdb

from orchestration.extract_files import Extract
from orchestration.landing import Delivery, LandingFile
from orchestration.raw_store import is_current
from orchestration.value_checks import FileFacts

#: Delivery and file name: what a receipt is found by.
FileKey = tuple[str, str]


@dataclass(frozen=True)
class Receipt:
    """A file as it was when it was read. `file_id` is None for a file without rows in `raw`."""

    delivery: str
    month: str
    dataset: str
    file_name: str
    sha256: str
    bytes: int
    modified_ns: int
    file_id: int | None
    records_count: int
    quarantined_count: int
    repeated_count: int

    @property
    def key(self) -> FileKey:
        return self.delivery, self.file_name

    def looks_like(self, file: LandingFile) -> bool:
        """Whether size and time of the file are still the same."""
        return (self.bytes, self.modified_ns) == (file.bytes, file.modified_ns)


def read_receipts(connection: duckdb.DuckDBPyConnection) -> dict[FileKey, Receipt]:
    """Every receipt there is, of files with rows and of others."""
    rows = connection.execute(
        """
        select
            delivery, strftime(as_of_month, '%Y-%m'), dataset, file_name, sha256, bytes,
            modified_ns, file_id, records_count, quarantined_count, repeated_count,
        from raw.files
        union all
        select
            delivery, strftime(as_of_month, '%Y-%m'), dataset, file_name, sha256, bytes,
            modified_ns, null, 0, 0, 0,
        from raw.other_files
        """
    ).fetchall()
    receipts = (Receipt(*row) for row in rows)
    return {receipt.key: receipt for receipt in receipts}


def repeated_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Files with rows that are there twice and count all the same (ACCEPT_REPEATED): how many."""
    return dict(
        connection.execute(
            "select delivery || '/' || file_name, repeated_count from raw.files "
            "where repeated_count > 0 order by all"
        ).fetchall()
    )


def finished_deliveries(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Names of the deliveries that were found complete and sound."""
    return {
        name for (name,) in connection.execute("select delivery from raw.deliveries").fetchall()
    }


def pending_months(
    connection: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery]
) -> list[str]:
    """As-of months with anything to do, oldest first.

    That is a file without a receipt, a delivery that is not finished, but also a file that has
    changed or is gone: checking such a month says so. Compares names, sizes and times only. All
    months are pending where the raw layer is to be laid out anew.
    """
    deliveries = tuple(deliveries)
    if not is_current(connection):
        return sorted({delivery.month for delivery in deliveries})
    receipts = read_receipts(connection)
    finished = finished_deliveries(connection)
    months = set()
    for delivery in deliveries:
        files = {(file.delivery, file.name): file for file in delivery.all_files}
        is_known = (
            delivery.name in finished
            and not delivery.faults
            and all(
                key in receipts and receipts[key].looks_like(file) for key, file in files.items()
            )
        )
        if not is_known:
            months.add(delivery.month)
    landed = {(file.delivery, file.name) for delivery in deliveries for file in delivery.all_files}
    months.update(receipt.month for key, receipt in receipts.items() if key not in landed)
    return sorted(months)


def write_receipt(
    connection: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    extract: Extract,
    file_id: int,
    sha256: str,
    facts: FileFacts,
) -> None:
    """Write the receipt of a file whose rows are in `raw`. Belongs in the rows' own transaction."""
    file = extract.file
    row = [
        file_id,
        *(delivery.name, delivery.as_of_month, delivery.revision),
        *(extract.contract.dataset, file.name, file.format),
        *(sha256, file.bytes, file.modified_ns),
        facts.records_count,
        *(facts.records_count - facts.quarantined_count, facts.quarantined_count),
        *(facts.first_month, facts.last_month),
        ",".join(extract.match.absent),
        ",".join(extract.unknown_columns),
        0,
        utc_now(),
    ]
    connection.execute(f"insert into raw.files values ({', '.join('?' * len(row))})", row)


def write_other_file(
    connection: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    file: LandingFile,
    kind: Literal["duplicate", "coverage"],
    dataset: str,
    sha256: str,
) -> None:
    """Write the receipt of a file without rows in `raw`."""
    row = [
        *(delivery.name, delivery.as_of_month, delivery.revision),
        *(kind, dataset, file.name, sha256, file.bytes, file.modified_ns),
        utc_now(),
    ]
    connection.execute(f"insert into raw.other_files values ({', '.join('?' * len(row))})", row)


def utc_now() -> datetime:
    """The moment for a receipt, in UTC without a zone, as TIMESTAMP stores it."""
    return datetime.now(UTC).replace(tzinfo=None)
