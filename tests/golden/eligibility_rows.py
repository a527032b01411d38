"""Read the Customer Eligibility report and lay it beside the scorer's results."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import duckdb

from tests.scorer import Result

# (partner_id, as_of_month, rule_version, path, metric, product line)
PartKey = tuple[str, date, str, str, str, str]
Figures = tuple[Decimal, Decimal, Decimal]


def customers_of_tenants(marts: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Customer id by tenant id."""
    return dict(marts.execute("select tenant_id, customer_id from marts.dim_tenant").fetchall())


def report_sums(marts: duckdb.DuckDBPyConnection) -> dict[PartKey, Figures]:
    """Current, baseline and net value of each reported part, added up over its customers."""
    rows = marts.execute(
        """
        select
            partner_id, as_of_month, rule_version, path, metric, product_line,
            sum(current_value), sum(baseline_value), sum(net_value)
        from marts.fct_customer_eligibility
        where net_value is not null
        group by all
        """
    ).fetchall()
    return {tuple(row[:6]): tuple(row[6:]) for row in rows}


def scored_sums(result: Result, months: set[date]) -> dict[PartKey, Figures]:
    """The same by the scorer: parts of tenants, under the version in force, in these months."""
    in_force = {key[:4] for key, row in result.designations.items() if row.is_rule_in_force}
    return {
        key: (part.current_value, part.baseline_value, part.net_value)
        for key, part in result.metric_parts.items()
        if part.unit != "people" and key[1] in months and key[:4] in in_force
    }


def nets_of_customers(
    result: Result, month: date, customer_of: dict[str, str]
) -> dict[tuple, Decimal]:
    """Net by (part key, customer), from the scorer's contributions of the newest month."""
    in_force = {key[:4] for key, row in result.designations.items() if row.is_rule_in_force}
    nets: dict[tuple, Decimal] = defaultdict(Decimal)
    for (*part, tenant), share in result.contributions.items():
        if part[1] == month and tuple(part[:4]) in in_force:
            nets[(*part, customer_of[tenant])] += share.contribution
    return nets
