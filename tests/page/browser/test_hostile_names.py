"""Names from an extract are text on the page: shown to the letter, never run, never markup.

Acts: whoever puts a value of the marts on the page. The names are those of
tests/worlds/crowded_world.py; what runs as script leaves a trace in `window.taken`.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.page.browser.scorecard_page import PHONE, ScorecardPage, is_wider_than_window
from tests.worlds.crowded_world import HOSTILE_NAMES, LARGE_PARTNER, PARTNER_NAMES, SERVICE_NAME

#: What a name would become that is read as markup. The page itself has none of these.
_MADE_OF_A_NAME = (
    "img, iframe, object, embed, h1 ~ h1, [onload], [onerror], [onfocus], [onmouseover], "
    "body script:not([data-block]), a[href^='javascript:']"
)


def assert_nothing_ran(card: ScorecardPage) -> None:
    page = card.page
    assert page.evaluate("'taken' in window") is False
    assert page.get_by_role("heading", level=1).count() == 1
    made = page.locator("header, main").locator(_MADE_OF_A_NAME)
    assert made.evaluate_all("all => all.map(one => one.outerHTML)") == []
    assert card.visit.faults == []
    assert {address.partition("#")[0] for address in card.visit.requests} == {card.url}


def test_names_of_customers_are_found_opened_and_shown_to_the_letter(
    crowded_page: ScorecardPage,
) -> None:
    crowded_page.choose(LARGE_PARTNER)
    for kind, name in HOSTILE_NAMES.items():
        crowded_page.search.fill(name)
        button = crowded_page.buttons.first
        # One name may hold another; the search is over once the first row has this one.
        expect(button, kind).to_contain_text(name)
        assert crowded_page.names() == [name], kind
        button.hover()
        button.focus()
        button.press("Enter")
        drill_down = crowded_page.drill_down(button)
        # The customer's three tenants bear the name too.
        assert drill_down.evaluate("(row, name) => row.textContent.split(name).length", name) > 3, (
            kind
        )
        assert not is_wider_than_window(crowded_page.page), kind
        assert_nothing_ran(crowded_page)


def test_names_of_partners_stand_in_the_heading_the_title_and_the_chooser(
    crowded_page: ScorecardPage,
) -> None:
    page = crowded_page.page
    for partner, name in PARTNER_NAMES.items():
        crowded_page.choose(partner)
        assert page.get_by_role("heading", level=1).text_content() == name
        # Browsers fold white space in titles.
        assert name in page.evaluate("document.querySelector('title').textContent")
        assert name in crowded_page.chooser.locator("option:checked").text_content()
        assert_nothing_ran(crowded_page)


def test_names_of_services_and_near_tenants_are_text(crowded_page: ScorecardPage) -> None:
    crowded_page.choose(LARGE_PARTNER)
    page = crowded_page.page
    assert SERVICE_NAME in page.locator("#data").text_content()
    near = page.locator("#near")
    search = near.get_by_role("searchbox")
    for kind, name in HOSTILE_NAMES.items():
        search.fill(name)
        expect(near.locator("tbody tr").first, kind).to_contain_text(
            re.compile(re.escape(name) + "|Nothing fits")
        )
    assert_nothing_ran(crowded_page)


def test_an_address_made_by_someone_else_runs_nothing(demo_run, open_page) -> None:
    """The part after # comes from whoever sent the link."""
    for fragment in (
        "#partner=%3Cimg%20src%3Dx%20onerror%3Dwindow.taken%3D1%3E",
        "#section=%22%5D%20img",
        "#%E0%A4%A",
        "#__proto__",
        "#partner=__proto__&section=constructor",
    ):
        card = ScorecardPage.of(demo_run, open_page, fragment)
        assert card.partner() == card.partner_ids()[0], fragment
        assert_nothing_ran(card)


def test_long_names_do_not_widen_the_page_of_a_phone(crowded_run, open_page) -> None:
    card = ScorecardPage.of(crowded_run, open_page, viewport=PHONE)
    card.choose(LARGE_PARTNER)
    for name in (HOSTILE_NAMES["unbroken"], HOSTILE_NAMES["wordy"]):
        card.search.fill(name)
        expect(card.buttons.first).to_contain_text(name)
        card.buttons.first.press("Enter")
        card.drill_down(card.buttons.first).wait_for()
        assert not is_wider_than_window(card.page)
