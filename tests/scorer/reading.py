"""From files to rows that mean something, without the rows that must be kept aside.

A row is kept aside (quarantine) when a value does not parse, a required one is empty, its month is
not a first day or lies more than 36 months before the as-of month; rows of months that were still
running are left out too. Neither kind counts for coverage.
"""

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
    level_2: str | None = None
    tpid: str | None = None
    segment: str | None = None


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
    tpid: str | None = None


class ClaimRow(NamedTuple):
    """One row of CPORM365Usage; it names a location, the account is found through Profile."""

    location: str
    tenant: str | None
    month: int
    workload: str | None
    association: str | None
    paid: Decimal
    active: Decimal
    workload_name: str | None = None
    associated: date | None = None


class CertificateRow(NamedTuple):
    """One row of TrainingCompletions, also those of other trainings (certificate None)."""

    partner: str
    person: str | None
    certificate: str | None
    completed: date
    expires: date | None
    title: str | None = None
    kind: str = ""


class LocationRow(NamedTuple):
    """One row of Profile."""

    partner: str
    location: str


class NamedRow(NamedTuple):
    """One row of a dataset that is read for the partner it names only."""

    partner: str


def needed(text: str | None, what: str) -> str:
    """Read an id that must be there."""
    key = read_id(text)
    if key is None:
        raise ValueError(f"{what} is empty")
    return key


def filled(text: str | None, what: str) -> None:
    """Ask for a name that must be there."""
    if not name_key(text):
        raise ValueError(f"{what} is empty")


def usage_month(text: str | None, as_of: int) -> int:
    """Read a month that a delivery may tell of."""
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
    "customertpid",
    "customersegment",
    *LINE_COLUMNS,
]


def read_azure(row: tuple, table: Table, as_of: int) -> AzureRow:
    """Read one row of AzureUsage."""
    pga, tenant, subscription, month_text, mpn, attribution, admin, acr, tpid, segment, *line = row
    month = usage_month(month_text, as_of)
    tenant_id = read_id(tenant)
    filled(attribution, "attribution type")
    parts = [(part or "").strip().lower() for part in line]
    return AzureRow(
        partner=needed(pga, "partner"),
        tenant=tenant_id,
        month=month,
        line=(tenant_id or "", read_id(subscription) or "", str(month), *parts),
        association=names.association_of(attribution),
        admin_type=name_key(admin),
        location=needed(mpn, "location"),
        service=names.service_of(line[3], line[2], line[1]),
        is_excluded=names.is_excluded_offer(line[11]),
        acr=read_number(acr, table.is_semicolon),
        level_2=line[1],
        tpid=read_id(tpid),
        segment=segment,
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
    "customertpid",
    *[f"{short}paidavailableunits" for short in EMS_WORKLOADS],
    *[f"{short}monthlyactiveusers" for short in EMS_WORKLOADS],
]


def read_ems(row: tuple, table: Table, as_of: int) -> EmsRow:
    """Read one row of EMSUsage; a workload without columns has no seats."""
    pga, tenant, month, subscription, free_or_paid, attach, mpn, tpid, *units = row
    filled(attach, "attach type")
    numbers = [read_number(text, table.is_semicolon) for text in units]
    paid, active = numbers[: len(EMS_WORKLOADS)], numbers[len(EMS_WORKLOADS) :]
    return EmsRow(
        partner=needed(pga, "partner"),
        tenant=read_id(tenant),
        month=usage_month(month, as_of),
        subscription=read_id(subscription),
        is_paid=name_key(free_or_paid) == "paid",
        association=names.association_of(attach),
        location=needed(mpn, "location"),
        seats=dict(zip(EMS_WORKLOADS.values(), zip(paid, active, strict=True), strict=True)),
        tpid=read_id(tpid),
    )


CLAIM_COLUMNS = [
    "mpnid",
    "customertenantid",
    "date",
    "workloadname",
    "partnerattributiontype",
    "paidavailableunits",
    "monthlyactiveusers",
    "dateassociated",
]


def _day_if_any(text: str | None) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def read_claim(row: tuple, table: Table, as_of: int) -> ClaimRow:
    """Read one row of CPORM365Usage."""
    mpn, tenant, month, workload, attribution, paid, active, associated = row
    filled(attribution, "attribution type")
    return ClaimRow(
        location=needed(mpn, "location"),
        tenant=read_id(tenant),
        month=usage_month(month, as_of),
        workload=names.workload_of(workload),
        association=names.association_of(attribution),
        paid=read_number(paid, table.is_semicolon),
        active=read_number(active, table.is_semicolon),
        workload_name=workload,
        associated=_day_if_any(associated),
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
    filled(title, "title")
    completed_on = read_day(completed)
    if completed_on is None:
        raise ValueError("completion date is empty")
    return CertificateRow(
        partner=needed(pga, "partner"),
        person=next(filter(None, map(read_id, ids)), None),
        certificate=names.certificate_of(title) if name_key(kind) == "certification" else None,
        completed=completed_on,
        expires=read_day(expires),
        title=title,
        kind=name_key(kind),
    )


def read_location(row: tuple, table: Table, as_of: int) -> LocationRow:
    """Read one row of Profile."""
    return LocationRow(needed(row[0], "partner"), needed(row[1], "location"))


def read_named(row: tuple, table: Table, as_of: int) -> NamedRow:
    """Read the partner of an optional dataset's row."""
    return NamedRow(needed(row[0], "partner"))
