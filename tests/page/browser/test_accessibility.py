"""Axe finds no serious or critical fault, however the page is looked at.

Acts: whoever changes the page's elements or colours. What axe cannot judge, the keyboard tests of
test_customers.py and the looks of test_looks.py do.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.page.browser.scorecard_page import DESKTOP, PHONE, ScorecardPage


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(scheme, viewport, demo_run, open_page) -> None:
    """With a customer in full and all figures unfolded, so that every kind of element is there."""
    card = ScorecardPage.of(demo_run, open_page, color_scheme=scheme, viewport=viewport)
    card.buttons.first.click()
    card.drill_down(card.buttons.first).wait_for()
    card.page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(card.page).response["violations"]
    # Nothing can be wrong on a page that axe did not see.
    assert card.page.locator("main section").count() == 9
    assert [
        f"{fault['id']} ({fault['impact']}): {node['html'][:120]} {node['failureSummary'][:300]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ] == []


def test_the_skip_link_comes_first_and_leads_to_the_score(demo_page: ScorecardPage) -> None:
    page = demo_page.page
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#overview")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_what_has_the_focus_can_be_seen(demo_page: ScorecardPage) -> None:
    """On the way by Tab through the page's head and first sections, nothing is focused unseen."""
    page = demo_page.page
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_be_in_viewport()
        style = focused.evaluate(
            "one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).boxShadow]"
        )
        assert style != ["none", "none"], focused.evaluate("one => one.outerHTML.slice(0, 200)")
