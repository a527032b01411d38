"""What the page says is what the marts say: to the last digit, for every partner.

Acts: whoever changes what the page asks of the marts, or how it shows it.
"""

from __future__ import annotations

from decimal import Decimal

import duckdb
from playwright.sync_api import expect

from tests.page.browser.scorecard_page import SECTIONS, ScorecardPage
from tests.worlds.crowded_world import LARGE_PARTNER, SMALL_PARTNER

_NEWEST = (
    "partner_id = ? and is_rule_in_force "
    "and as_of_month = (select max(as_of_month) from marts.fct_designation_scores)"
)

Either = tuple[ScorecardPage, duckdb.DuckDBPyConnection]


def totals(release: duckdb.DuckDBPyConnection, partner: str) -> dict[str, Decimal]:
    rows = release.execute(
        f"select path, total_points from marts.fct_designation_scores where {_NEWEST}", [partner]
    )
    return dict(rows.fetchall())


def metrics(
    release: duckdb.DuckDBPyConnection, partner: str
) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    rows = release.execute(
        f"select path, metric, points, max_points from marts.fct_metric_scores where {_NEWEST}",
        [partner],
    )
    return {(path, metric): (points, most) for path, metric, points, most in rows.fetchall()}


def partners(release: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(
        release.execute("select partner_id, partner_name from marts.dim_partner").fetchall()
    )


def assert_shows(card: ScorecardPage, release: duckdb.DuckDBPyConnection, partner: str) -> None:
    """The page shows this partner, exactly and wholly."""
    assert card.page.get_by_role("heading", level=1).text_content() == partners(release)[partner]
    assert card.totals() == totals(release, partner)
    assert card.metrics() == metrics(release, partner)
    (customers,) = release.execute(
        f"select count(distinct customer_id) from marts.fct_tenant_contributions where {_NEWEST}",
        [partner],
    ).fetchone()
    card.expect_listed(customers)


def test_every_partner_can_be_chosen_and_shows_its_own_figures(either: Either) -> None:
    card, release = either
    assert set(card.partner_ids()) == set(partners(release))
    for partner in [*card.partner_ids()[1:], card.partner_ids()[0]]:
        card.choose(partner)
        assert_shows(card, release, partner)


def test_the_address_keeps_the_partner(either: Either) -> None:
    """A link that someone sends opens on the same partner, and a link to a section keeps it."""
    card, release = either
    last = card.partner_ids()[-1]
    card.choose(last)
    card.page.get_by_role("navigation").get_by_role("link", name="Data").click()
    card.page.reload()
    card.wait_until_shown()
    assert_shows(card, release, last)
    assert card.partner() == last


def test_the_last_choice_wins(crowded_page: ScorecardPage, crowded_release) -> None:
    """Whoever turns through the partners faster than they can be shown sees no mixture of them.

    The partner in between takes longer to show than the last one.
    """
    crowded_page.choose(SMALL_PARTNER)
    crowded_page.chooser.evaluate(
        """
        (chooser, partners) => partners.forEach((partner) => {
            chooser.value = partner;
            chooser.dispatchEvent(new Event("change", { bubbles: true }));
        })
        """,
        [LARGE_PARTNER, SMALL_PARTNER],
    )
    crowded_page.wait_until_shown()
    crowded_page.page.wait_for_timeout(500)
    assert_shows(crowded_page, crowded_release, SMALL_PARTNER)


def test_every_section_says_something(either: Either) -> None:
    card, _ = either
    for section in SECTIONS:
        place = card.page.locator(f"main #{section}")
        assert place.get_by_role("heading", level=2).count() == 1, section
        assert len(place.inner_text().splitlines()) > 2, section


def test_nothing_is_asked_of_any_network_and_nothing_complains(either: Either) -> None:
    """Neither while opening, nor for any partner, customer, section or figure that is unfolded."""
    card, _ = either
    for partner in card.partner_ids():
        card.choose(partner)
        for button in card.buttons.all()[:3]:
            button.click()
            card.drill_down(button).wait_for()
        card.page.locator("main summary").evaluate_all("all => all.forEach(one => one.click())")
        for section in SECTIONS:
            card.page.locator(f"#{section}").scroll_into_view_if_needed()
    assert card.visit.faults == []
    assert {address.partition("#")[0] for address in card.visit.requests} == {card.url}


def test_what_is_printed_large_is_the_shown_total(demo_page: ScorecardPage, demo_release) -> None:
    """As Partner Center prints it: a whole number, rounded as the mart says."""
    for partner in demo_page.partner_ids():
        demo_page.choose(partner)
        rows = demo_release.execute(
            f"select path, total_points_shown from marts.fct_designation_scores where {_NEWEST}",
            [partner],
        )
        for path, shown in rows.fetchall():
            total = demo_page.page.locator(f"[data-total={path}]").first
            expect(total).to_have_text(str(shown))
