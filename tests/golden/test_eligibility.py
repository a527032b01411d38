"""The Customer Eligibility report: the same numbers as the score, and words that fit them."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.golden.eligibility_rows import (
    customers_of_tenants,
    nets_of_customers,
    report_sums,
    scored_sums,
)
from tests.golden.scored import Scored
from tests.scorer import Result

ADDS, DEPLOYMENTS, GROWTH = "net_customer_adds", "deployments", "usage_growth"


@pytest.fixture(scope="module")
def marts(golden_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """The published release of the golden world."""
    return build_marts(golden_landing)


def assert_report_is_the_score(marts: duckdb.DuckDBPyConnection, result: Result) -> None:
    """Every figure of every part, and whether each customer's result is Met."""
    found = report_sums(marts)
    months = {key[1] for key in found}
    newest = max(key[1] for key in result.designations)
    assert max(months) == newest
    assert len(months) == 2
    zero = (Decimal(0),) * 3
    expected = scored_sums(result, months)
    wrong = {
        key: (expected[key], found.get(key))
        for key in expected
        if found.get(key, zero) != expected[key]
    }
    assert wrong == {}
    assert found.keys() <= expected.keys()

    nets = nets_of_customers(result, newest, customers_of_tenants(marts))
    rows = marts.execute(
        """
        select
            results.partner_id, results.as_of_month, results.rule_version, results.path,
            results.metric, results.product_line, results.customer_id,
            results.net_value, results.status, roots.status
        from marts.fct_customer_eligibility as results
        inner join marts.fct_customer_eligibility as roots
            using (partner_id, as_of_month, rule_version, path, customer_id, product_line)
        where results.net_value is not null
            and results.as_of_month = ?
            and roots.condition = results.product_line || '_associations'
        """,
        [newest],
    ).fetchall()
    seen = {tuple(row[:7]) for row in rows}
    assert {key for key, net in nets.items() if net} <= seen
    for *key, net, status, root in rows:
        assert net == nets.get(tuple(key), 0), key
        assert status == ("Met" if net > 0 and root == "Met" else "Not met"), key


def test_report_is_the_score_in_the_golden_world(marts, golden_scored: Result) -> None:
    """Two paths, both months."""
    assert_report_is_the_score(marts, golden_scored)


def test_report_is_the_score_in_random_worlds(world: Scored, build_marts) -> None:
    """The early rules and the two paths."""
    assert_report_is_the_score(build_marts(world.landing), world.result)


def test_summary_counts_what_the_scorer_counts(world: Scored, build_marts) -> None:
    """Tenants and customers with growth and in decline, in the newest month."""
    marts = build_marts(world.landing)
    newest = max(key[1] for key in world.result.designations)
    customer_of = customers_of_tenants(marts)
    own = {tenant: tenant for tenant in customer_of}
    expected: dict[tuple, int] = {}
    for unit, members in (("tenant", own), ("customer", customer_of)):
        for key, net in nets_of_customers(world.result, newest, members).items():
            if net:
                cell = (*key[:6], "With growth" if net > 0 else "In decline", unit)
                expected[cell] = expected.get(cell, 0) + 1
    found = marts.execute(
        """
        select
            partner_id, as_of_month, rule_version, path, metric, product_line, class, unit,
            members_count
        from marts.fct_eligibility_summary
        where class in ('With growth', 'In decline') and as_of_month = ? and members_count > 0
        """,
        [newest],
    ).fetchall()
    assert {tuple(row[:8]): row[8] for row in found} == expected
    assert len(expected) > 500


def row_of(marts, case: str, path: str, condition: str) -> tuple[str, str, str, str]:
    """Status, criteria, current status and details of a case's only customer, October 2026."""
    rows = marts.execute(
        """
        select status, criteria, current_status, coalesce(details, '')
        from marts.fct_customer_eligibility as rows
        inner join marts.dim_partner using (partner_id)
        where partner_name = ? and path = ? and condition = ? and as_of_month = date '2026-10-01'
        """,
        [case, path, condition],
    ).fetchall()
    assert len(rows) == 1, (case, path, condition)
    return rows[0]


ACR = "TTM Security ACR"
# Case, path, condition; status, criteria, current status, and what the details say.
TEXTS = [
    ("one_cent_short", "smb", "azure_net_customer_adds", "Not met",
     f"{ACR} at least 600.00 USD", f"{ACR} 599.99 USD of 600.00", "is below the threshold"),
    ("exactly_600_usd", "smb", "azure_net_customer_adds", "Met",
     f"{ACR} at least 600.00 USD", f"{ACR} 600.00 USD of 600.00", "did not a year ago"),
    ("one_cent_over_600", "enterprise", "azure_net_customer_adds", "Met",
     f"{ACR} at least 600.00 USD", f"{ACR} 600.01 USD of 600.00", "did not a year ago"),
    ("exactly_600_usd", "smb", "azure_net_qualified_tenants", "Met",
     "Net qualified tenants: at least 1", "+1: 1 now, 0 a year ago", "(+1)"),
    ("exactly_12000_usd", "enterprise", "azure_deployments", "Not met",
     f"{ACR} more than 12,000.00 USD", f"{ACR} 12,000.00 USD of more than 12,000.00",
     "is below the threshold"),
    ("one_cent_over_12000", "enterprise", "azure_deployments", "Met",
     f"{ACR} more than 12,000.00 USD", f"{ACR} 12,000.01 USD of more than 12,000.00", "qualifies"),
    ("one_cent_over_12000", "smb", "azure_deployments", "Not met",
     f"{ACR} 750.00 to 12,000.00 USD, or so a year ago and grown into the bounds of the "
     "Enterprise path", f"{ACR} 12,000.01 USD of 750.00 to 12,000.00", "above the range"),
    ("exactly_750_usd", "smb", "azure_security_acr", "Met",
     "Growth above 0; for the partner 20 steps of 750 USD earn 20 points",
     "+750.00 USD: 750.00 now, 0.00 a year ago", "(+750.00 USD)"),
    ("seats_300", "enterprise", "m365_net_customer_adds", "Not met",
     "Some workload with more than 300 paid licences",
     "Microsoft Defender for Office 365 300 paid of more than 300", "is below the threshold"),
    ("seats_301", "enterprise", "m365_net_customer_adds", "Met",
     "Some workload with more than 300 paid licences",
     "Microsoft Defender for Endpoints 301 paid of more than 300", "qualifies now"),
    ("seats_4", "smb", "m365_net_customer_adds", "Not met",
     "Some workload with 5 to 300 paid licences, or so a year ago and grown into the bounds of "
     "the Enterprise path", "Microsoft Entra ID P1 or P2 4 paid of 5 to 300",
     "is below the threshold"),
    ("fourteen_point_nine_percent_active", "enterprise", "m365_deployments", "Not met",
     "Some workload with more than 300 paid licences, at least 15 % of them active",
     "Microsoft Defender for Identity 1,000 paid, 14.9 % active of 15 %",
     "has too few active licences"),
    ("fifteen_percent_active", "enterprise", "m365_deployments", "Met",
     "Some workload with more than 300 paid licences, at least 15 % of them active",
     "Microsoft Information Protection 1,000 paid, 15 % active of 15 %", "qualifies now"),
    ("users_50", "smb", "m365_protected_users", "Met",
     "Growth above 0; for the partner 20 steps of 50 protected users earn 20 points",
     "+50: 50 now, 0 a year ago", "(+50)"),
    # Not one of three tenants without a word: two of them qualified a year ago too.
    ("one_of_three_counts", "smb", "azure_net_customer_adds", "Met",
     f"{ACR} at least 600.00 USD", "3 of 3 tenants qualify now, 2 a year ago",
     "qualifies now and qualified a year ago too, so it adds nothing"),
    ("one_of_three_counts", "smb", "azure_net_qualified_tenants", "Met",
     "Net qualified tenants: at least 1", "+1: 3 now, 2 a year ago",
     f"one_of_three_counts kept: {ACR} 700.00 USD of 600.00, qualifies now and qualified a year "
     "ago too, so it adds nothing (0)"),
]  # fmt: skip


@pytest.mark.parametrize("expected", TEXTS, ids=lambda row: " ".join(row[:3]))
def test_rows_say_what_is_asked_and_what_is_there(marts, expected: tuple[str, ...]) -> None:
    """At, just below and just above the thresholds."""
    case, path, condition, status, criteria, current_status, details = expected
    found = row_of(marts, case, path, condition)
    assert found[:3] == (status, criteria, current_status)
    assert details in found[3]


ROOTS = [
    ("exactly_600_usd", "azure_workloads", "Met", "Sentinel", "Services: Sentinel"),
    ("exactly_600_usd", "azure_associations", "Met", "PAL", ""),
    ("exactly_600_usd", "m365_workloads", "Not met", "No usage", ""),
    ("renamed_service", "azure_workloads", "Met", "Azure Defender", "Microsoft Defender for Cloud"),
    ("pal_beats_csp", "azure_associations", "Met", "CSP Tier 1, PAL", ""),
    ("network_watcher_only", "azure_workloads", "Not met", "None of them",
     "Not counted here: Network Watcher"),
    ("virtual_machines_only", "azure_workloads", "Not met", "None of them", ""),
    ("support_offer", "azure_workloads", "Not met", "None of them", "Excluded offers: Support"),
    ("association_that_earns_nothing_2", "azure_workloads", "Met", "Sentinel", ""),
    ("association_that_earns_nothing_2", "azure_associations", "Not met",
     "Digital Partner of Record", "Earns nothing: Digital Partner of Record"),
    ("association_that_earns_nothing_2", "azure_net_customer_adds", "Not met", None,
     "Azure partner association type: not met"),
    ("association_that_earns_nothing_5", "azure_associations", "Not met", "Fan of the partner", ""),
    ("month_before_the_window", "azure_workloads", "Not met", "No usage", ""),
    ("month_before_the_window", "azure_net_qualified_tenants", "Not met",
     "-1: 0 now, 1 a year ago", "Azure workloads: not met"),
    ("free_licences", "m365_workloads", "Not met", "None of them", ""),
    ("pal_is_no_seat_association", "m365_workloads", "Met", "Microsoft Entra ID P1 or P2", ""),
    ("pal_is_no_seat_association", "m365_associations", "Not met", "PAL", "Earns nothing: PAL"),
    ("workload_outside_the_programme", "m365_workloads", "Not met", "None of them", ""),
    ("more_active_than_paid", "m365_workloads", "Met",
     "Microsoft Entra ID P1 or P2 100 paid", ""),
]  # fmt: skip


@pytest.mark.parametrize("expected", ROOTS, ids=lambda row: " ".join(row[:2]))
def test_roots_say_why_nothing_counts(marts, expected: tuple) -> None:
    """Whether the customer is eligible at all, and what it has instead."""
    case, condition, status, current_status, details = expected
    found = row_of(marts, case, "smb", condition)
    assert found[0] == status
    assert current_status in (None, found[2])
    assert details in found[3]


def test_a_child_of_an_unmet_root_is_not_met(marts) -> None:
    """In every row of the world, with the root named."""
    rows, unnamed, met = marts.execute(
        """
        select
            count(*),
            count(*) filter (
                not contains(coalesce(children.details, ''), roots.condition_label || ': not met')
                and not contains(coalesce(children.details, ''), ' workloads: not met')
            ),
            count(*) filter (children.status = 'Met')
        from marts.fct_customer_eligibility as children
        inner join marts.fct_customer_eligibility as roots
            using (partner_id, as_of_month, path, customer_id, product_line)
        where roots.condition like '%_associations'
            and roots.status = 'Not met'
            and children.metric is not null
        """
    ).fetchone()
    assert rows > 1_000
    assert (unnamed, met) == (0, 0)


def test_every_customer_has_the_whole_tree(marts) -> None:
    """All conditions of the dimension, once, in their order, under their parents."""
    wrong = marts.execute(
        """
        select partner_id, as_of_month, path, customer_id
        from marts.fct_customer_eligibility as rows
        left join marts.dim_condition as conditions
            on conditions.condition = rows.condition
            and conditions.condition_order = rows.condition_order
            and conditions.label = rows.condition_label
            and conditions.parent_condition is not distinct from rows.parent_condition
            and conditions.product_line = rows.product_line
            and conditions.metric is not distinct from rows.metric
        group by all
        having count(conditions.condition) <> (select count(*) from marts.dim_condition)
            or count(*) <> count(conditions.condition)
        """
    ).fetchall()
    assert wrong == []
