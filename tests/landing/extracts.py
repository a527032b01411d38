"""Small extract files for the tests of the loader, and one refresh of `raw` without Dagster.

Belongs here: the plainest sound row of every dataset, writing it in any format, and the loader's
calls in their order. Does not belong here: expectations.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACTS
from orchestration.raw import load
from orchestration.raw import store as raw_store
from orchestration.raw.finish import FinishedMonth
from orchestration.raw.load import FileReceipt

KEY = b"a key for tests of the loader"

Row = dict[str, str]

#: One sound row per dataset; "{month}" is the as-of month.
PLAIN: dict[str, Row] = {
    "AzureUsage": {
        "PGAMpnId": "1000000",
        "SubscriptionId": "S-1",
        "Month": "{month}-01",
        "ServiceLevel1": "Azure",
        "ServiceLevel2": "Security",
        "ServiceLevel3": "Sentinel",
        "ServiceLevel4": "Sentinel",
        "CustomerTenantId": "11111111-0000-4000-8000-000000000001",
        "MPNId": "2000000",
        "PartnerAttributionType": "PAL",
        "ACR_USD": "12.5",
    },
    "EMSUsage": {
        "PGAMpnId": "1000000",
        "SubscriptionId": "S-2",
        "Month": "{month}-01",
        "FreeVsPaidSKU": "Paid",
        "CustomerTenantId": "11111111-0000-4000-8000-000000000001",
        "MPNId": "2000000",
        "PartnerAttachType": "CPOR",
        "AADPPaidAvailableUnits": "10",
        "AADPMonthlyActiveUsers": "8",
        "IntunePaidAvailableUnits": "10",
        "IntuneMonthlyActiveUsers": "7",
        "AzipPaidAvailableUnits": "0",
        "AzipMonthlyActiveUsers": "",
    },
    "CPORM365Usage": {
        "CustomerTenantId": "11111111-0000-4000-8000-000000000001",
        "CustomerName": "Contoso",
        "WorkloadName": "Intune",
        "MonthlyActiveUsers": "7",
        "PaidAvailableUnits": "10",
        "ClaimId": "C-1",
        "MPNId": "2000000",
        "DateAssociated": "22 Aug 2021",
        "PartnerAttributionType": "CPOR",
        "Date": "{month}-01",
    },
    "OfficeUsage": {
        "PGAMpnId": "1000000",
        "CustomerTenantId": "11111111-0000-4000-8000-000000000001",
        "WorkloadName": "Exchange",
        "Month": "{month}-01",
        "PaidAvailableUnits": "10",
        "MonthlyActiveUsers": "8",
        "MPNId": "2000000",
        "PartnerAttributionType": "CSP Tier 1",
    },
    "BusinessApplicationsRevenue": {
        "FiscalMonthName": "{month}-01",
        "GlobalPartnerID": "1000000",
        "PartnerAssociationType": "CSP Tier 1",
        "CustomerTenantID": "11111111-0000-4000-8000-000000000001",
        "SubscriptionId": "S-3",
        "Workloads": "Business Central",
        "AdjustedRevenueAmtCD": "250.5",
    },
    "BusinessApplicationsUsage": {
        "FiscalMonthName": "{month}-01",
        "GlobalPartnerID": "1000000",
        "PartnerAssociationType": "PAL",
        "CustomerID": "C-7",
        "CustomerTenantID": "11111111-0000-4000-8000-000000000001",
        "SubscriptionID": "S-3",
        "MetricType": "Paid",
        "Workload": "Power Apps",
        "MAC": "0",
        "MAU": "25",
    },
    "TrainingCompletions": {
        "PGAMpnId": "1000000",
        "TrainingTitle": "Azure Security Engineer",
        "TrainingType": "Certification",
        "TrainingCompletionDate": "2024-05-17",
        "ExpirationDate": "NA",
        "MCPID": "MC-1",
        "MPNId": "2000000",
        "CorpEmail": "ann@partner.example",
        "Email": "ann@home.example",
    },
    "Profile": {"MPNId": "2000000", "PGAMpnId": "1000000", "PGA_PartnerName": "Partner"},
    "CustomersAndTenants": {
        "PGAMpnId": "1000000",
        "CustomerTenantId": "11111111-0000-4000-8000-000000000001",
        "CustomerName": "Contoso",
        "Month": "{month}",
    },
    "Enrollment": {"PGAMpnId": "1000000", "SolutionArea": "Security", "EnrolledOn": "2025-03-01"},
    "MonthlyConsumption": {
        "PGAMpnId": "1000000",
        "Month": "{month}",
        "CustomerTenantId": "11111111-0000-4000-8000-000000000001",
        "Workload": "Power Apps",
        "PartnerAssociationType": "PAL",
        "MonthlyConsumptionValue": "10000",
    },
    "PartnerTrack": {
        "PGAMpnId": "1000000",
        "SolutionArea": "Infrastructure",
        "Month": "{month}",
        "Path": "SMB",
    },
    "PartnerCenterScore": {
        "PGAMpnId": "1000000",
        "Month": "{month}",
        "SolutionArea": "Security",
        "Path": "smb",
        "Metric": "deployments",
        "Points": "4",
    },
}
NEEDED = [contract.dataset for contract in CONTRACTS if contract.needed]


def row(dataset: str, month: str, **changes: str | None) -> Row:
    """The plain row with some values changed; None takes the column away."""
    plain = {name: value.replace("{month}", month) for name, value in PLAIN[dataset].items()}
    return {name: value for name, value in (plain | changes).items() if value is not None}


def text_of(
    header: Sequence[str],
    records: Iterable[Sequence[str]],
    delimiter: str = ",",
    newline: str = "\n",
) -> str:
    """The records as RFC 4180 text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerow(header)
    writer.writerows(records)
    return out.getvalue()


@dataclass
class Landing:
    """A landing folder being written."""

    root: Path
    written: list[Path] = field(default_factory=list)

    def put(self, delivery: str, name: str, content: str | bytes) -> Path:
        """Write a file as it is; `.gz` names are packed."""
        path = self.root / delivery / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        self.written.append(path)
        return path

    def add(
        self,
        delivery: str,
        dataset: str,
        rows: Sequence[Row] | None = None,
        name: str | None = None,
        delimiter: str = ",",
    ) -> Path:
        """Write a dataset's file: its plain row for the as-of month, or `rows`."""
        rows = [row(dataset, delivery[:7])] if rows is None else rows
        header = list(rows[0]) if rows else list(PLAIN[dataset])
        records = [list(record.values()) for record in rows]
        return self.put(delivery, name or f"{dataset}.csv", text_of(header, records, delimiter))

    def complete(self, delivery: str, **rows: Sequence[Row]) -> None:
        """Write all needed datasets, with the given rows or the plain one."""
        for dataset in NEEDED:
            self.add(delivery, dataset, rows.get(dataset))


@dataclass
class Refresh:
    """What one refresh of `raw` answered."""

    months: list[str]
    files: list[FileReceipt]
    finished: list[FinishedMonth]

    def statuses(self) -> dict[str, str]:
        return {f"{file.delivery}/{file.file_name}": file.status for file in self.files}


def refresh(root: Path, build_file: Path, months: Sequence[str] | None = None) -> Refresh:
    """Load everything new, or the given months again."""
    deliveries = landing.scan(root)
    answer = Refresh([], [], [])
    with raw_store.open_store(build_file) as connection:
        answer.months = list(months or load.pending_months(connection, deliveries))
        for month in answer.months:
            checked = load.check_month(connection, deliveries, month)
            for contract in CONTRACTS:
                answer.files += load.load_dataset(connection, checked, contract.dataset, KEY)
            answer.finished.append(load.finish_month(connection, checked))
    return answer


def load_one(root: Path, build_file: Path, dataset: str, month: str) -> list[FileReceipt]:
    """Check the month and load one dataset of it, finishing nothing."""
    deliveries = landing.scan(root)
    with raw_store.open_store(build_file) as connection:
        checked = load.check_month(connection, deliveries, month)
        return load.load_dataset(connection, checked, dataset, KEY)


def query(build_file: Path, sql: str) -> list[tuple]:
    """Rows of a query on the build file."""
    with raw_store.open_store(build_file, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def everything(build_file: Path) -> dict[str, list[tuple]]:
    """All rows of the raw layer, times of loading and what a file system says of files left out."""
    tables = query(
        build_file,
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_schema in ('raw', 'raw_files') order by all",
    )
    passed_over = "('loaded_at', 'modified_ns', 'inode', 'changed_ns')"
    columns = f"columns(c -> c not in {passed_over})"
    return {
        table: query(build_file, f"select {columns} from {table} order by all")
        for (table,) in tables
    }


def write_parquet(path: Path, select: str) -> None:
    """Write the result of a query as Parquet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.connect().execute(f"copy ({select}) to '{path}' (format parquet)")


def month_before(month: str, count: int) -> str:
    """The month `count` before: ("2026-10", 1) → "2026-09"."""
    day = date.fromisoformat(f"{month}-01")
    months = day.year * 12 + day.month - 1 - count
    return f"{months // 12}-{months % 12 + 1:02}"
