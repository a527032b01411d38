"""The Customer Eligibility report in use: search, filters, order, pages and one customer in full.

Acts: whoever changes the report's table. Everything is done by mouse and by keyboard alone.
"""

from __future__ import annotations

import duckdb
import pytest
from playwright.sync_api import Locator, expect

from tests.page.browser.scorecard_page import ScorecardPage

_NEWEST = """
    partner_id = ?
    and path = ?
    and as_of_month = (select max(as_of_month) from marts.fct_designation_scores)
"""


def customers(release: duckdb.DuckDBPyConnection, card: ScorecardPage) -> dict[str, str]:
    """Names by id of the partner that is shown."""
    rows = release.execute(
        f"""
        select customer_id, customer_name
        from marts.dim_customer
        where customer_id in (
            select customer_id from marts.fct_customer_eligibility where {_NEWEST}
        )
        """,
        [card.partner(), card.path()],
    )
    return dict(rows.fetchall())


def tenants(release: duckdb.DuckDBPyConnection, card: ScorecardPage) -> list[int]:
    """How many tenants each customer has, fewest first."""
    rows = release.execute(
        f"""
        select count(distinct tenant_id) as tenants_count
        from marts.fct_tenant_contributions
        where {_NEWEST} and is_rule_in_force
        group by customer_id
        order by tenants_count
        """,
        [card.partner(), card.path()],
    )
    return [count for (count,) in rows.fetchall()]


def met(release: duckdb.DuckDBPyConnection, card: ScorecardPage, metric: str) -> set[str]:
    """Customers of which some product line meets the metric, as the report says."""
    rows = release.execute(
        f"""
        select distinct facts.customer_id
        from marts.fct_customer_eligibility as facts
        inner join marts.dim_condition as conditions using (solution_area, condition)
        where {_NEWEST} and facts.metric = ? and conditions.kind = 'result'
            and facts.status = 'Met'
        """,
        [card.partner(), card.path(), metric],
    )
    return {customer for (customer,) in rows.fetchall()}


def conditions(
    release: duckdb.DuckDBPyConnection, card: ScorecardPage, customer: str
) -> list[tuple[str, ...]]:
    """The rows of one customer as the report has them, in its order."""
    return release.execute(
        f"""
        select condition_label, status, criteria, current_status, details
        from marts.fct_customer_eligibility
        where {_NEWEST} and customer_id = ?
        order by condition_order
        """,
        [card.partner(), card.path(), customer],
    ).fetchall()


def assert_in_full(
    drill_down: Locator, expected: list[tuple[str, ...]], verdicts: str = "✓✗ "
) -> None:
    """The first table of an opened customer is the report, cell by cell."""
    shown = (
        drill_down.locator("table")
        .first.locator("tbody tr")
        .evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
    )
    assert [tuple(cell.strip(verdicts) for cell in row) for row in shown] == [
        tuple((cell or "").strip(verdicts) for cell in row) for row in expected
    ]


def find(card: ScorecardPage, text: str, count: int) -> None:
    """Type into the search box and wait until so many customers are left."""
    card.search.fill(text)
    card.expect_listed(count)


def test_all_customers_are_listed(demo_page: ScorecardPage, demo_release) -> None:
    for partner in demo_page.partner_ids():
        demo_page.choose(partner)
        expected = customers(demo_release, demo_page)
        find(demo_page, "", len(expected))
        assert set(demo_page.names()) <= set(expected.values())


def test_by_mouse_a_customer_is_found_and_opened(demo_page: ScorecardPage, demo_release) -> None:
    known = customers(demo_release, demo_page)
    customer, name = sorted(known.items())[-1]
    find(demo_page, f"{customer} {name.upper()}", 1)
    assert demo_page.names() == [name]
    button = demo_page.buttons.first
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert_in_full(demo_page.drill_down(button), conditions(demo_release, demo_page, customer))
    button.click()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(demo_page.customers.locator("table table")).to_have_count(0)


def test_by_keyboard_a_customer_is_found_and_opened(demo_page: ScorecardPage, demo_release) -> None:
    known = customers(demo_release, demo_page)
    customer, name = sorted(known.items())[0]
    keyboard = demo_page.page.keyboard
    demo_page.walk_to(demo_page.search)
    keyboard.type(f"{name} {customer}")
    demo_page.expect_listed(1)
    button = demo_page.buttons.first
    demo_page.walk_to(button)
    for key, is_open in (("Enter", "true"), ("Space", "false"), ("Enter", "true")):
        keyboard.press(key)
        expect(button).to_have_attribute("aria-expanded", is_open)
        expect(button).to_be_focused()
    assert_in_full(demo_page.drill_down(button), conditions(demo_release, demo_page, customer))


def test_an_id_of_a_tenant_finds_its_customer(demo_page: ScorecardPage, demo_release) -> None:
    tenant, name = demo_release.execute(
        """
        select tenant_id, customer_name
        from marts.tenant_summary
        where partner_id = ? order by tenant_id limit 1
        """,
        [demo_page.partner()],
    ).fetchone()
    find(demo_page, tenant, 1)
    assert demo_page.names() == [name]


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
def test_filters_leave_those_of_the_report(
    by_keyboard: bool, demo_page: ScorecardPage, demo_release
) -> None:
    """Met and not met, by metric and path; both together are everyone."""
    labels = demo_release.execute(
        """
        select metric, label
        from marts.dim_metric
        where metric in (select metric from marts.fct_customer_eligibility)
        order by display_order
        """
    ).fetchall()
    for metric, label in labels[:1] if by_keyboard else labels:
        demo_page.filter("Metric", label, by_keyboard)
        for path in demo_page.paths():
            demo_page.filter("Path", path, by_keyboard)
            everyone = customers(demo_release, demo_page)
            fitting = met(demo_release, demo_page, metric)
            for status, expected in (("Met", fitting), ("Not met", set(everyone) - fitting)):
                demo_page.filter("Status", status, by_keyboard)
                demo_page.expect_listed(len(expected))
                assert set(demo_page.names()) <= {everyone[customer] for customer in expected}


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
def test_columns_sort_both_ways(by_keyboard: bool, demo_page: ScorecardPage, demo_release) -> None:
    """Names as words, whatever their case, and counts as numbers."""
    everyone = sorted(name.lower() for name in customers(demo_release, demo_page).values())
    for order, expected in (("ascending", everyone), ("descending", everyone[::-1])):
        demo_page.sort("Customer", by_keyboard)
        expect(demo_page.head("Customer")).to_have_attribute("aria-sort", order)
        shown = [name.lower() for name in demo_page.names()]
        assert shown == expected[: len(shown)]
    counts = tenants(demo_release, demo_page)
    for order, expected in (("ascending", counts), ("descending", counts[::-1])):
        demo_page.sort("Tenants", by_keyboard)
        expect(demo_page.head("Tenants")).to_have_attribute("aria-sort", order)
        shown = [int(row.locator("td").nth(1).inner_text()) for row in demo_page.rows()]
        assert shown == expected[: len(shown)]


def test_nobody_found_says_so(demo_page: ScorecardPage, demo_release) -> None:
    demo_page.search.fill("no customer is called so")
    expect(demo_page.buttons).to_have_count(0)
    expect(demo_page.customers.get_by_text("Nothing fits")).to_be_visible()
    find(demo_page, "", len(customers(demo_release, demo_page)))
