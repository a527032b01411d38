"""What the build file remembers of landing files.

Belongs here: reading, writing and forgetting receipts, and comparing them with what lies in the
landing folder now. Does not belong here: loading and its transactions (load.py, finish.py) and the
tables themselves (store.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import Literal

import duckdb

from orchestration.landing.contracts import CONTRACT_OF
from orchestration.landing.extract_files import Extract
from orchestration.landing.folder import Delivery, FileKey, LandingFile, Stamp
from orchestration.raw.store import file_table, is_current
from orchestration.raw.value_checks import FileFacts


@dataclass(frozen=True)
class Receipt:
    """A file as it was when it was read. `file_id` is None for a file without rows in `raw`.

    `is_held`: its month was found complete with it, so that it must stay as it is.
    """

    delivery: str
    month: str
    dataset: str
    file_name: str
    sha256: str
    stamp: Stamp
    is_held: bool
    file_id: int | None
    records_count: int
    quarantined_count: int
    repeated_count: int

    @property
    def key(self) -> FileKey:
        return self.delivery, self.file_name

    @property
    def place(self) -> str:
        """The file for a message: its path inside the landing folder."""
        return f"{self.delivery}/{self.file_name}"

    @property
    def bytes(self) -> int:
        return self.stamp.bytes


def read_receipts(connection: duckdb.DuckDBPyConnection) -> dict[FileKey, Receipt]:
    """Every receipt there is, of files with rows and of others."""
    rows = connection.execute(
        """
        select
            delivery, strftime(as_of_month, '%Y-%m'), dataset, file_name, sha256,
            bytes, modified_ns, inode, changed_ns,
            is_held, file_id, records_count, quarantined_count, repeated_count,
        from raw.files
        union all
        select
            delivery, strftime(as_of_month, '%Y-%m'), dataset, file_name, sha256,
            bytes, modified_ns, inode, changed_ns,
            is_held, null, 0, 0, 0,
        from raw.other_files
        """
    ).fetchall()
    receipts = (
        Receipt(delivery, month, dataset, name, sha256, Stamp(*stamp), held, file_id, *counts)
        for (delivery, month, dataset, name, sha256), stamp, (held, file_id), counts in (
            (row[:5], row[5:9], row[9:11], row[11:14]) for row in rows
        )
    )
    return {receipt.key: receipt for receipt in receipts}


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
    changed or is gone, and one that a refused or incomplete delivery left: checking and loading
    such a month says what is to be said of it. Compares names and stamps only. All months are
    pending where the raw layer is to be laid out anew.
    """
    deliveries = tuple(deliveries)
    if not is_current(connection):
        return sorted({delivery.month for delivery in deliveries})
    receipts = read_receipts(connection)
    finished = finished_deliveries(connection)
    months = set()
    as_held = {key: receipt.stamp for key, receipt in receipts.items() if receipt.is_held}
    for delivery in deliveries:
        is_known = (
            delivery.name in finished
            and not delivery.faults
            and all(as_held.get(file.key) == file.stamp for file in delivery.all_files)
        )
        if not is_known:
            months.add(delivery.month)
    landed = {file.key for delivery in deliveries for file in delivery.all_files}
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
        *(extract.contract.dataset, file.name, extract.file_format),
        *(sha256, *astuple(file.stamp)),
        facts.records_count,
        *(facts.records_count - facts.quarantined_count, facts.quarantined_count),
        facts.blank_count,
        *(facts.first_month, facts.last_month),
        ",".join(extract.match.absent),
        ",".join(extract.unknown_columns),
        0,
        utc_now(),
        False,
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
        *(kind, dataset, file.name, sha256, *astuple(file.stamp)),
        utc_now(),
        False,
    ]
    connection.execute(f"insert into raw.other_files values ({', '.join('?' * len(row))})", row)


#: Tables with rows of a file's own.
_OF_FILES = (
    *("files", "quarantine", "blank_records", "file_months", "file_partners", "contradicted"),
)


def forget(connection: duckdb.DuckDBPyConnection, receipts: Iterable[Receipt]) -> None:
    """Remove the files' receipts, and all that was read from them. Belongs in a transaction.

    The views over the files' tables are left to the caller.
    """
    for receipt in receipts:
        if receipt.file_id is None:
            connection.execute(
                "delete from raw.other_files where delivery = ? and file_name = ?", receipt.key
            )
            continue
        connection.execute(
            f"drop table {file_table(CONTRACT_OF[receipt.dataset], receipt.file_id)}"
        )
        for table in _OF_FILES:
            connection.execute(f"delete from raw.{table} where file_id = ?", [receipt.file_id])


def hold(connection: duckdb.DuckDBPyConnection, as_of_month: date) -> None:
    """Hold all files of the month to their bytes. Belongs in a transaction."""
    for table in ("files", "other_files"):
        connection.execute(
            f"update raw.{table} set is_held = true where as_of_month = ? and not is_held",
            [as_of_month],
        )


def restamp(connection: duckdb.DuckDBPyConnection, files: Iterable[LandingFile]) -> None:
    """Bring the receipts of files up to date that are as they were, but have another stamp."""
    for file in files:
        for table in ("files", "other_files"):
            connection.execute(
                f"update raw.{table} set modified_ns = ?, inode = ?, changed_ns = ? "
                "where delivery = ? and file_name = ?",
                [*astuple(file.stamp)[1:], *file.key],
            )


def utc_now() -> datetime:
    """The moment for a receipt, in UTC without a zone, as TIMESTAMP stores it."""
    return datetime.now(UTC).replace(tzinfo=None)
