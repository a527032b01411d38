"""Rows of usage and revenue in Modern Work and Business Applications."""

from decimal import Decimal
from typing import NamedTuple

from tests.scorer.areas.business_rules import revenue_workload_of, usage_workload_of
from tests.scorer.areas.modern_rules import modern_workload_of
from tests.scorer.names import association_of
from tests.scorer.reading import filled, needed, usage_month
from tests.scorer.tables import Table
from tests.scorer.values import name_key, read_id, read_number


class OfficeRow(NamedTuple):
    """One row of OfficeUsage; `spelling` is the workload as the file has it."""

    partner: str
    tenant: str | None
    month: int
    workload: str | None
    spelling: str
    association: str | None
    location: str
    paid: Decimal
    active: Decimal
    tpid: str | None


class RevenueRow(NamedTuple):
    """One row of BusinessApplicationsRevenue."""

    partner: str
    tenant: str | None
    month: int
    subscription: str | None
    workload: str | None
    association: str | None
    amount: Decimal


class UsageRow(NamedTuple):
    """One row of BusinessApplicationsUsage; `attached` is None where the file does not tell it."""

    partner: str
    tenant: str | None
    month: int
    subscription: str | None
    workload: str | None
    sku_group: str
    association: str | None
    is_paid: bool
    attached: Decimal | None
    capacity: Decimal
    active: Decimal


class ConsumptionRow(NamedTuple):
    """One row of MonthlyConsumption, which the partner typed."""

    partner: str
    tenant: str | None
    month: int
    workload: str | None
    association: str | None
    value: Decimal


def _units(text: str | None, table: Table) -> Decimal:
    units = read_number(text, table.is_semicolon)
    if units < 0:
        raise ValueError(f"less than nothing: {text!r}")
    return units


OFFICE_COLUMNS = [
    *["pgampnid", "customertenantid", "month", "workloadname", "partnerattributiontype", "mpnid"],
    *["paidavailableunits", "monthlyactiveusers", "customertpid"],
]


def read_office(row: tuple, table: Table, as_of: int) -> OfficeRow:
    """Read one row of OfficeUsage."""
    pga, tenant, month, workload, attribution, mpn, paid, active, tpid = row
    filled(attribution, "attribution type")
    filled(workload, "workload")
    return OfficeRow(
        partner=needed(pga, "partner"),
        tenant=read_id(tenant),
        month=usage_month(month, as_of),
        workload=modern_workload_of(workload),
        spelling=name_key(workload),
        association=association_of(attribution),
        location=needed(mpn, "location"),
        paid=_units(paid, table),
        active=_units(active, table),
        tpid=read_id(tpid),
    )


REVENUE_COLUMNS = [
    *["pgampnid", "customertenantid", "month", "subscriptionid", "workloadname"],
    *["partnerattributiontype", "adjustedrevenueamtcd"],
]


def read_revenue(row: tuple, table: Table, as_of: int) -> RevenueRow:
    """Read one row of BusinessApplicationsRevenue."""
    pga, tenant, month, subscription, workload, attribution, amount = row
    filled(attribution, "association type")
    filled(workload, "workload")
    return RevenueRow(
        partner=needed(pga, "partner"),
        tenant=read_id(tenant),
        month=usage_month(month, as_of),
        subscription=read_id(subscription),
        workload=revenue_workload_of(workload),
        association=association_of(attribution),
        amount=read_number(amount, table.is_semicolon),
    )


USAGE_COLUMNS = [
    *["pgampnid", "customertenantid", "month", "subscriptionid", "workloadname", "skugroup"],
    *["partnerattributiontype", "metrictype", "pamau", "mac", "mau"],
]


def read_usage(row: tuple, table: Table, as_of: int) -> UsageRow:
    """Read one row of BusinessApplicationsUsage; an empty figure of a column is zero."""
    pga, tenant, month, subscription, workload, sku, attribution, kind, *units = row
    filled(attribution, "association type")
    filled(workload, "workload")
    attached, capacity, active = (read_number(text, table.is_semicolon) for text in units)
    return UsageRow(
        partner=needed(pga, "partner"),
        tenant=read_id(tenant),
        month=usage_month(month, as_of),
        subscription=read_id(subscription),
        workload=usage_workload_of(workload),
        sku_group=name_key(sku),
        association=association_of(attribution),
        is_paid=name_key(kind) in ("paid", ""),
        attached=attached if "pamau" in table.columns else None,
        capacity=capacity,
        active=active,
    )


CONSUMPTION_COLUMNS = [
    *["pgampnid", "customertenantid", "month", "workloadname", "partnerattributiontype"],
    "monthlyconsumptionvalue",
]


def read_consumption(row: tuple, table: Table, as_of: int) -> ConsumptionRow:
    """Read one row of MonthlyConsumption; below zero is no value."""
    pga, tenant, month, workload, attribution, value = row
    filled(attribution, "association type")
    filled(workload, "workload")
    return ConsumptionRow(
        partner=needed(pga, "partner"),
        tenant=needed(tenant, "tenant"),
        month=usage_month(month, as_of),
        workload=usage_workload_of(workload),
        association=association_of(attribution),
        value=_units(value, table),
    )
