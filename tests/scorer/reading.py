"""From files to rows that mean something, without the rows that must be kept aside.

A row is kept aside (quarantine) when a value does not parse, a required one is empty, its month is
not a first day or lies more than 36 months before the as-of month; rows of months that were still
running are left out too. Neither kind counts for coverage.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tests.scorer import names
from tests.scorer.tables import Table
from tests.scorer.values import name_key, read_day, read_id, read_month, read_number

OLDEST_MONTHS = 36


class AzureRow(NamedTuple):
    """One row of AzureUsage; `line` is what makes it the same consumption as another row."""

    partner: str
    tenant: str | None
    month: int
    line: tuple[str, ...]
    association: str | None
    admin_type: str
    location: str
    service: str | None
    is_excluded: bool
    acr: Decimal


class EmsRow(NamedTuple):
    """One row of EMSUsage; `seats` gives paid and active licences by workload."""

    partner: str
    tenant: str | None
    month: int
    subscription: str | None
    is_paid: bool
    association: str | None
    location: str
    seats: dict[str, tuple[Decimal, Decimal]]


class ClaimRow(NamedTuple):
    """One row of CPORM365Usage; it names a location, the account is found through Profile."""

    location: str
    tenant: str | None
    month: int
    workload: str | None
    association: str | None
    paid: Decimal
    active: Decimal


class CertificateRow(NamedTuple):
    """One row of TrainingCompletions, also those of other trainings (certificate None)."""

    partner: str
    person: str | None
    certificate: str | None
    completed: date
    expires: date | None


class LocationRow(NamedTuple):
    """One row of Profile."""

    partner: str
    location: str


class NamedRow(NamedTuple):
    """One row of a dataset that is read for the partner it names only."""

    partner: str


def _needed(text: str | None, what: str) -> str:
    key = read_id(text)
    if key is None:
        raise ValueError(f"{what} is empty")
    return key


def _filled(text: str | None, what: str) -> None:
    if not name_key(text):
        raise ValueError(f"{what} is empty")


def _usage_month(text: str | None, as_of: int) -> int:
    month = read_month(text)
    if month is None or month < as_of - OLDEST_MONTHS or month > as_of:
        raise ValueError(f"month {text!r} is not of this delivery")
    return month


LINE_COLUMNS = [
    "servicelevel1",
    "servicelevel2",
    "servicelevel3",
    "servicelevel4",
    "serviceinfluencer",
    "servicegroup2",
    "servicegroup3",
    "computeos",
    "computeosattribute",
    "computecoresoftware",
    "usageunits",
    "aioffertype",
]
AZURE_COLUMNS = [
    "pgampnid",
    "customertenantid",
    "subscriptionid",
    "month",
    "mpnid",
    "partnerattributiontype",
    "admintype",
    "acrusd",
    *LINE_COLUMNS,
]


def read_azure(row: tuple, table: Table, as_of: int) -> AzureRow:
    """Read one row of AzureUsage."""
    pga, tenant, subscription, month_text, mpn, attribution, admin, acr, *line = row
    month = _usage_month(month_text, as_of)
    tenant_id = read_id(tenant)
    _filled(attribution, "attribution type")
    parts = [(part or "").strip().lower() for part in line]
    return AzureRow(
        partner=_needed(pga, "partner"),
        tenant=tenant_id,
        month=month,
        line=(tenant_id or "", read_id(subscription) or "", str(month), *parts),
        association=names.association_of(attribution),
        admin_type=name_key(admin),
        location=_needed(mpn, "location"),
        service=names.service_of(line[3], line[2], line[1]),
        is_excluded=names.is_excluded_offer(line[11]),
        acr=read_number(acr, table.is_semicolon),
    )


EMS_WORKLOADS = {
    "aadp": names.ENTRA,
    "intune": names.INTUNE,
    "azip": names.INFORMATION,
    "aatp": names.IDENTITY,
    "mdo": names.OFFICE,
    "mde": names.ENDPOINT,
}
EMS_COLUMNS = [
    "pgampnid",
    "customertenantid",
    "month",
    "subscriptionid",
    "freevspaidsku",
    "partnerattributiontype",
    "mpnid",
    *[f"{short}paidavailableunits" for short in EMS_WORKLOADS],
    *[f"{short}monthlyactiveusers" for short in EMS_WORKLOADS],
]


def read_ems(row: tuple, table: Table, as_of: int) -> EmsRow:
    """Read one row of EMSUsage; a workload without columns has no seats."""
    pga, tenant, month, subscription, free_or_paid, attach, mpn, *units = row
    _filled(attach, "attach type")
    numbers = [read_number(text, table.is_semicolon) for text in units]
    paid, active = numbers[: len(EMS_WORKLOADS)], numbers[len(EMS_WORKLOADS) :]
    return EmsRow(
        partner=_needed(pga, "partner"),
        tenant=read_id(tenant),
        month=_usage_month(month, as_of),
        subscription=read_id(subscription),
        is_paid=name_key(free_or_paid) == "paid",
        association=names.association_of(attach),
        location=_needed(mpn, "location"),
        seats=dict(zip(EMS_WORKLOADS.values(), zip(paid, active, strict=True), strict=True)),
    )


CLAIM_COLUMNS = [
    "mpnid",
    "customertenantid",
    "date",
    "workloadname",
    "partnerattributiontype",
    "paidavailableunits",
    "monthlyactiveusers",
]


def read_claim(row: tuple, table: Table, as_of: int) -> ClaimRow:
    """Read one row of CPORM365Usage."""
    mpn, tenant, month, workload, attribution, paid, active = row
    _filled(attribution, "attribution type")
    return ClaimRow(
        location=_needed(mpn, "location"),
        tenant=read_id(tenant),
        month=_usage_month(month, as_of),
        workload=names.workload_of(workload),
        association=names.association_of(attribution),
        paid=read_number(paid, table.is_semicolon),
        active=read_number(active, table.is_semicolon),
    )


CERTIFICATE_COLUMNS = [
    "pgampnid",
    "trainingtitle",
    "trainingtype",
    "trainingcompletiondate",
    "expirationdate",
    "mcpid",
    "corpemail",
    "email",
]


def read_certificate(row: tuple, table: Table, as_of: int) -> CertificateRow:
    """Read one row of TrainingCompletions; the person is the first id given of three."""
    pga, title, kind, completed, expires, *ids = row
    _filled(title, "title")
    completed_on = read_day(completed)
    if completed_on is None:
        raise ValueError("completion date is empty")
    return CertificateRow(
        partner=_needed(pga, "partner"),
        person=next(filter(None, map(read_id, ids)), None),
        certificate=names.certificate_of(title) if name_key(kind) == "certification" else None,
        completed=completed_on,
        expires=read_day(expires),
    )


def read_location(row: tuple, table: Table, as_of: int) -> LocationRow:
    """Read one row of Profile."""
    return LocationRow(_needed(row[0], "partner"), _needed(row[1], "location"))


def read_named(row: tuple, table: Table, as_of: int) -> NamedRow:
    """Read the partner of an optional dataset's row."""
    return NamedRow(_needed(row[0], "partner"))


READERS: dict[str, tuple[list[str], Callable[[tuple, Table, int], NamedTuple]]] = {
    "AzureUsage": (AZURE_COLUMNS, read_azure),
    "EMSUsage": (EMS_COLUMNS, read_ems),
    "CPORM365Usage": (CLAIM_COLUMNS, read_claim),
    "TrainingCompletions": (CERTIFICATE_COLUMNS, read_certificate),
    "Profile": (["pgampnid", "mpnid"], read_location),
    "CustomersAndTenants": (["pgampnid"], read_named),
    "Enrollment": (["pgampnid"], read_named),
    "PartnerCenterScore": (["pgampnid"], read_named),
}


def read_rows(table: Table, dataset: str, as_of: int) -> tuple[list[NamedTuple], int]:
    """Read all usable rows of a file in its order, and count the ones left aside."""
    columns, read = READERS[dataset]
    rows, left_aside = [], 0
    for row in table.picked(columns):
        try:
            rows.append(read(row, table, as_of))
        except ValueError:
            left_aside += 1
    return rows, left_aside
