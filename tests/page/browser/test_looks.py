"""The page on a desktop and a phone, light and dark, on paper and at rest; and how fast it opens.

Acts: whoever changes its style. Pictures of the four looks are left in target/screenshots, to be
looked at: no test sees what is ugly.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.page.browser.scorecard_page import (
    DESKTOP,
    PHONE,
    PICTURES,
    SECTIONS,
    ScorecardPage,
    address,
    is_wider_than_window,
    opening_seconds,
)

#: Seconds of the main thread in which five thousand tenants are to be open.
OPEN_WITHIN = 2


def lightness(card: ScorecardPage) -> tuple[float, float]:
    """How light the page's ground and its text are, 0 to 255."""
    return tuple(
        card.page.evaluate(
            """
            () => ["background-color", "color"].map((name) => {
                const shown = getComputedStyle(document.body).getPropertyValue(name);
                const [red, green, blue] = shown.match(/[\\d.]+/g).map(Number);
                return (red + green + blue) / 3;
            })
            """
        )
    )


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_its_window_and_the_wished_scheme(
    scheme, viewport, demo_run, open_page, request
) -> None:
    card = ScorecardPage.of(demo_run, open_page, color_scheme=scheme, viewport=viewport)
    ground, text = lightness(card)
    assert (ground > 200 and text < 80) if scheme == "light" else (ground < 60 and text > 180)
    assert not is_wider_than_window(card.page)
    card.buttons.first.click()
    drill_down = card.drill_down(card.buttons.first).locator("table").first
    drill_down.wait_for()
    assert not is_wider_than_window(card.page)
    # What is read to the end of a line is not cut, however wide the table around it is.
    inner, outer = drill_down.bounding_box(), card.customers.bounding_box()
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    card.page.screenshot(
        path=PICTURES / f"scorecard-{request.node.callspec.id}.png", full_page=True
    )


def test_the_demo_says_that_it_is_made_up(demo_run, crowded_run, open_page) -> None:
    """And no other release does."""
    for run, is_demo in ((demo_run, True), (crowded_run, False)):
        card = ScorecardPage.of(run, open_page)
        banner = card.page.get_by_text("DEMO", exact=True)
        assert banner.count() == is_demo
        if is_demo:
            expect(banner).to_be_in_viewport()
        assert ("DEMO" in card.page.title()) is is_demo


def test_on_paper_all_sections_stand_in_dark_on_white(demo_run, open_page) -> None:
    """Also for whoever reads in the dark; what only a screen can do is left out."""
    card = ScorecardPage.of(demo_run, open_page, color_scheme="dark")
    page = card.page
    page.emulate_media(media="print")
    ground, text = lightness(card)
    assert ground > 240 and text < 80
    for section in SECTIONS:
        expect(page.locator(f"#{section} h2")).to_be_visible()
    expect(page.locator("[data-total]").first).to_be_visible()
    expect(page.get_by_text("DEMO", exact=True)).to_be_visible()
    for control in (card.chooser, card.search, page.get_by_role("navigation")):
        expect(control).to_be_hidden()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    # Every section of the demo on fewer pages than a partner would throw away.
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 30


def test_who_wants_no_motion_gets_none(demo_run, open_page) -> None:
    card = ScorecardPage.of(demo_run, open_page, reduced_motion="reduce")
    moving = card.page.evaluate(
        """
        () => [...document.querySelectorAll("*")].filter((one) => {
            const style = getComputedStyle(one);
            const longest = (text) => Math.max(...text.split(",").map(Number.parseFloat));
            return longest(style.transitionDuration) > 0.01
                || (style.animationName !== "none" && longest(style.animationDuration) > 0.01)
                || style.scrollBehavior === "smooth";
        }).map((one) => one.outerHTML.slice(0, 120))
        """
    )
    assert moving == []


def test_five_thousand_tenants_open_in_two_seconds(crowded_run, open_page) -> None:
    """The best of three: others work on the machine of a test."""
    opened = [opening_seconds(address(crowded_run), open_page) for _ in range(3)]
    assert min(opened) < OPEN_WITHIN, opened
