"""Say what a delivery holds, and write it as a landing folder.

Rows are kept by column name with Python values (date, Decimal, int, str); a `Style` chooses how one
file spells them, so that the same facts can be written in any way an extract may have. A row keeps
only the columns it was given; the file has the union, or the columns its style asks for.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from tests.worlds.spelling import Style, write_table

Row = dict[str, object]

EMS_PREFIXES = {
    "Microsoft Entra ID P1": "AADP",
    "Microsoft Intune": "Intune",
    "Microsoft Purview Information Protection": "Azip",
    "Microsoft Defender for Identity": "AATP",
    "Microsoft Defender for Office 365": "MDO",
    "Microsoft Defender for Endpoint": "MDE",
}

# Columns that a file has even when it has no rows; the order is that of the extract.
HEADERS = {
    "AzureUsage": "PGAMpnId SubscriptionId Month ServiceLevel2 ServiceLevel3 ServiceLevel4 "
    "CustomerTenantId MPNId PartnerAttributionType ACR_USD",
    "EMSUsage": "PGAMpnId SubscriptionId Month FreeVsPaidSKU CustomerTenantId MPNId "
    "PartnerAttachType AADPPaidAvailableUnits IntunePaidAvailableUnits AzipPaidAvailableUnits "
    "AADPMonthlyActiveUsers IntuneMonthlyActiveUsers AzipMonthlyActiveUsers",
    "CPORM365Usage": "CustomerTenantId CustomerName WorkloadName MonthlyActiveUsers "
    "PaidAvailableUnits ClaimId MpnId DateAssociated PartnerAttributionType Date",
    "TrainingCompletions": "PGAMpnId TrainingTitle TrainingType TrainingCompletionDate "
    "ExpirationDate MCPID MPNId",
    "Profile": "MPNId PartnerName PGAMpnId PGA_PartnerName City Country HierarchyLevel",
    "CustomersAndTenants": "PGAMpnId CustomerTenantId CustomerTpid Month",
    "Enrollment": "PGAMpnId SolutionArea EnrolledOn",
    "OfficeUsage": "PGAMpnId CustomerTenantId WorkloadName Month PaidAvailableUnits "
    "MonthlyActiveUsers MPNId PartnerAttributionType",
    "BusinessApplicationsRevenue": "FiscalMonthName GlobalPartnerID PartnerAssociationType "
    "CustomerTenantID SubscriptionId Workloads AdjustedRevenueAmtCD",
    "BusinessApplicationsUsage": "FiscalMonthName GlobalPartnerID PartnerAssociationType "
    "CustomerID CustomerTenantID SubscriptionID MetricType Workload MAC MAU",
    "MonthlyConsumption": "PGAMpnId Month CustomerTenantId Workload PartnerAssociationType "
    "MonthlyConsumptionValue",
    "PartnerTrack": "PGAMpnId SolutionArea Month Path",
    "PartnerCenterScore": "PGAMpnId Month SolutionArea Path Metric Points",
    "Coverage": "Dataset FirstMonth LastMonth",
}

CERTIFICATE_TITLES = {
    "MS-500": "Microsoft 365 Certified: Security Administrator Associate",
    "AZ-500": "Microsoft Certified: Azure Security Engineer Associate",
    "SC-100": "Microsoft Certified: Cybersecurity Architect Expert",
    "SC-200": "Microsoft Certified: Security Operations Analyst Associate",
    "SC-300": "Microsoft Certified: Identity and Access Administrator Associate",
    "SC-400": "Microsoft Certified: Information Protection Administrator Associate",
    "SC-401": "Microsoft Certified: Information Security Administrator Associate",
    "SC-500": "Microsoft Certified: Cloud and AI Security Engineer Associate",
}


def guid(name: str) -> str:
    """Give the id that belongs to a name, the same in every run."""
    return str(uuid5(NAMESPACE_DNS, name))


def add_months(month: date, count: int) -> date:
    """Move a month start by a number of months."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def month_of(text: str) -> date:
    """Turn 'YYYY-MM' into the month's first day."""
    return date(int(text[:4]), int(text[5:7]), 1)


@dataclass
class Delivery:
    """One folder: rows by dataset, and the style of each dataset's files."""

    name: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    parts: dict[str, Callable[[Row], str]] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """The month of the folder's name."""
        return month_of(self.name)

    def add(self, dataset: str, **columns: object) -> Row:
        """Add one row as it is; gives it back, so that a case may vary it."""
        self.rows.setdefault(dataset, []).append(columns)
        return columns

    def has(self, *datasets: str) -> "Delivery":
        """Let the folder have these datasets even when no row comes: a header alone."""
        for dataset in datasets:
            self.rows.setdefault(dataset, [])
        return self

    def azure(
        self,
        partner: str,
        tenant: str,
        month: date,
        acr: Decimal | str,
        service: str = "Sentinel",
        attribution: str = "Partner Admin Link",
        location: str | None = None,
        **more: object,
    ) -> Row:
        """Add consumption of one service; `tenant` is a name, its id follows from it."""
        row = {
            "PGAMpnId": partner,
            "SubscriptionId": guid(f"azure subscription of {tenant}"),
            "Month": month,
            "ServiceLevel1": "Azure",
            "ServiceLevel2": service,
            "ServiceLevel3": "",
            "ServiceLevel4": "",
            "AI_OfferType": "Azure Plan",
            "CustomerTenantId": guid(tenant),
            "CustomerTenantName": tenant,
            "MPNId": location or f"{partner}1",
            "PartnerAttributionType": attribution,
            "AdminType": "Owner",
            "ACR_USD": Decimal(acr),
        }
        return self.add("AzureUsage", **(row | more))

    def ems(
        self,
        partner: str,
        tenant: str,
        month: date,
        seats: dict[str, tuple[int, int]],
        attach: str = "CPOR",
        subscription: str = "one",
        location: str | None = None,
        **more: object,
    ) -> Row:
        """Add one subscription's licences: `seats` maps workload names to paid and active."""
        row: Row = {
            "PGAMpnId": partner,
            "SubscriptionId": guid(f"{subscription} seat subscription of {tenant}"),
            "Month": month,
            "FreeVsPaidSKU": "Paid",
            "CustomerTenantId": guid(tenant),
            "CustomerTenantName": tenant,
            "MPNId": location or f"{partner}1",
            "PartnerAttachType": attach,
        }
        for workload, prefix in EMS_PREFIXES.items():
            paid, active = seats.get(workload, (0, 0))
            row[f"{prefix}PaidAvailableUnits"] = paid
            row[f"{prefix}MonthlyActiveUsers"] = active
        return self.add("EMSUsage", **(row | more))

    def claim(
        self,
        partner: str,
        tenant: str,
        month: date,
        paid: int,
        active: int,
        workload: str = "Microsoft Entra ID P1",
        claim: str = "1",
        location: str | None = None,
        **more: object,
    ) -> Row:
        """Add what a claim of the partner of record reports on one workload."""
        row = {
            "CustomerTenantId": guid(tenant),
            "CustomerName": tenant,
            "WorkloadName": workload,
            "MonthlyActiveUsers": active,
            "PaidAvailableUnits": paid,
            "ClaimId": f"{tenant}-{claim}",
            "MpnId": location or f"{partner}1",
            "DateAssociated": date(2021, 3, 9),
            "PartnerAttributionType": "CPOR",
            "Date": month,
        }
        return self.add("CPORM365Usage", **(row | more))

    def certificate(
        self,
        partner: str,
        person: str,
        code: str,
        completed: date = date(2022, 6, 1),
        expires: date | str | None = None,
        **more: object,
    ) -> Row:
        """Add a certificate by its code."""
        row = {
            "PGAMpnId": partner,
            "TrainingTitle": CERTIFICATE_TITLES[code],
            "TrainingType": "Certification",
            "IndividualFirstName": person,
            "TrainingCompletionDate": completed,
            "ExpirationDate": expires,
            "ActivationStatus": "Active",
            "MCPID": f"{partner}-{person}",
            "CorpEmail": f"{person}@{partner}.example",
            "MPNId": f"{partner}1",
        }
        return self.add("TrainingCompletions", **(row | more))

    def location(self, partner: str, location: str | None = None, name: str = "") -> Row:
        """Add a partner location to Profile."""
        return self.add(
            "Profile",
            MPNId=location or f"{partner}1",
            PartnerName=name or f"Location {location or 1} of {partner}",
            PGAMpnId=partner,
            PGA_PartnerName=name or f"Partner {partner}",
            City="Oslo",
            Country="Norway",
            HierarchyLevel="Location",
        )

    def coverage(self, dataset: str, first: date, last: date) -> Row:
        """Declare the months that were asked for."""
        return self.add("Coverage", Dataset=dataset, FirstMonth=first, LastMonth=last)

    def write(self, landing: Path) -> None:
        """Write the folder; rows are split into part files where `parts` names a part for them."""
        folder = landing / self.name
        folder.mkdir(parents=True)
        for dataset, rows in self.rows.items():
            style = self.styles.get(dataset, Style())
            part_of = self.parts.get(dataset, lambda row: "")
            parts: dict[str, list[Row]] = {} if rows else {"": []}
            for row in _told_apart(dataset, rows):
                parts.setdefault(part_of(row), []).append(row)
            for part, part_rows in parts.items():
                columns = list(dict.fromkeys([*HEADERS[dataset].split(), *_columns(part_rows)]))
                write_table(folder / f"{dataset}{part}", columns, part_rows, style)


def _told_apart(dataset: str, rows: list[Row]) -> list[Row]:
    """The rows of each month with what tells them apart in an export, as its grain has it.

    Whatever a world says of a usage line, an export has no row twice.
    """
    column = {"AzureUsage": "EnrollmentNumber", "EMSUsage": "SKUId"}.get(dataset)
    if column is None:
        return rows
    seen: Counter[object] = Counter()
    numbered = []
    for row in rows:
        seen[row["Month"]] += 1
        numbered.append(row | {column: f"{column} {seen[row['Month']]}"})
    return numbered


def _columns(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


@dataclass
class World:
    """A landing folder to be: its deliveries by folder name."""

    deliveries: dict[str, Delivery] = field(default_factory=dict)

    def delivery(self, name: str) -> Delivery:
        """Begin a folder `YYYY-MM` or `YYYY-MM.n`, or go on with it."""
        return self.deliveries.setdefault(name, Delivery(name))

    def write(self, landing: Path) -> Path:
        """Write every folder under `landing`, which must not exist or be empty; gives it back."""
        for delivery in self.deliveries.values():
            delivery.write(landing)
        return landing
