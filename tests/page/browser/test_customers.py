"""The Customer Eligibility report in use: search, filters, order, pages and one customer in full.

Acts: whoever changes the report's table. Everything is done by mouse and by keyboard alone.
"""

from __future__ import annotations

import re

import duckdb
import pytest
from playwright.sync_api import Locator, expect

from tests.page.browser.scorecard_page import ScorecardPage

_NEWEST = """
    partner_id = ?
    and path = ?
    and as_of_month = (select max(as_of_month) from marts.fct_customer_eligibility)
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
    expect(card.listed).to_have_text(re.compile(rf"\bof {count:,}\b"))


def test_all_customers_are_listed(demo_page: ScorecardPage, demo_release) -> None:
    for partner in demo_page.partner_ids():
        demo_page.choose(partner)
        expected = customers(demo_release, demo_page)
        find(demo_page, "", len(expected))
        assert set(demo_page.names()) <= set(expected.values())


def test_by_mouse_a_customer_is_found_and_opened(demo_page: ScorecardPage, demo_release) -> None:
    known = customers(demo_release, demo_page)
    customer, name = sorted(known.items())[-1]
    find(demo_page, name.upper(), 1)
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
    keyboard.type(name)
    expect(demo_page.listed).to_have_text(re.compile(r"\bof 1\b"))
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
    """For each metric and path, met and not met; both together are everyone."""
    labels = dict(demo_release.execute("select metric, label from marts.dim_metric").fetchall())
    asked = demo_release.execute(
        "select distinct metric from marts.fct_customer_eligibility where metric is not null"
    )
    for (metric,) in sorted(asked.fetchall()):
        demo_page.filter("Metric", labels[metric], by_keyboard)
        for path in demo_page.paths():
            demo_page.filter("Path", path, by_keyboard)
            everyone = customers(demo_release, demo_page)
            fitting = met(demo_release, demo_page, metric)
            for status, expected in (("Met", fitting), ("Not met", set(everyone) - fitting)):
                demo_page.filter("Status", status, by_keyboard)
                count = len(expected)
                expect(demo_page.listed).to_have_text(re.compile(rf"\bof {count:,}\b"))
                assert set(demo_page.names()) <= {everyone[customer] for customer in expected}


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
def test_columns_sort_both_ways(by_keyboard: bool, demo_page: ScorecardPage, demo_release) -> None:
    everyone = sorted(customers(demo_release, demo_page).values(), key=str.lower)
    head = demo_page.customers.get_by_role("columnheader", name="Customer")
    for order, expected in (("ascending", everyone), ("descending", everyone[::-1])):
        demo_page.sort(head, by_keyboard)
        expect(head).to_have_attribute("aria-sort", order)
        shown = demo_page.names()
        assert [name.lower() for name in shown] == [name.lower() for name in expected[: len(shown)]]


def test_nobody_found_says_so(demo_page: ScorecardPage, demo_release) -> None:
    demo_page.search.fill("no customer is called so")
    expect(demo_page.buttons).to_have_count(0)
    expect(demo_page.customers.get_by_text("Nothing fits")).to_be_visible()
    find(demo_page, "", len(customers(demo_release, demo_page)))
