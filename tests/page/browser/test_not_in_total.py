"""What stands in quarantine is said beside the total: seen without scrolling, in every look.

Acts: whoever changes the overview, or what it asks of fct_quarantine.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import OpenPage
from tests.page.browser.scorecard_page import (
    DESKTOP,
    PHONE,
    PICTURES,
    ScorecardPage,
    is_wider_than_window,
)
from tests.page.reading import Page

#: Of two datasets in force, and of a file that a correction has replaced.
_SET_ASIDE = """
    insert into marts.fct_quarantine by name
    select
        '2026-10' as delivery, dataset, concat(dataset, '.csv') as file_name,
        'Month' as column_name, 'not_a_month' as reason, is_in_force, rows_count, acr_usd,
        0 as rows_without_acr_count
    from (values
        ('AzureUsage', true, 2, 1240), ('CPORM365Usage', true, 1, null), ('Profile', false, 9, null)
    ) as t (dataset, is_in_force, rows_count, acr_usd)
"""

_SENTENCE = "Not in this total: 3 records in quarantine (AzureUsage 2, $1,240.00; CPORM365Usage 1)"


@pytest.fixture(scope="module")
def soiled(rewritten: Callable[..., Page]) -> str:
    """The address of the demo's page with records in quarantine."""
    page = rewritten("delete from marts.fct_quarantine", _SET_ASIDE)
    return page.path.as_uri()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_said_beside_the_total_of_every_partner(
    scheme: str, viewport: dict[str, int], soiled: str, open_page: OpenPage, request
) -> None:
    card = ScorecardPage.at(soiled, open_page, color_scheme=scheme, viewport=viewport)
    for partner in card.partner_ids():
        card.choose(partner)
        said = card.page.get_by_text("Not in this total")
        expect(said).to_have_count(1)
        expect(said).to_have_text(_SENTENCE)
        expect(said).to_be_visible()
        total = card.page.locator(".hero .huge")
        assert said.bounding_box()["y"] < total.bounding_box()["y"] + 250
        assert not is_wider_than_window(card.page)
    assert Axe().run(card.page, context=".hero").response["violations"] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    card.page.screenshot(path=PICTURES / f"quarantine-{request.node.callspec.id}.png")


def test_without_any_nothing_is_said(open_page: OpenPage, rewritten: Callable[..., Page]) -> None:
    page = rewritten("delete from marts.fct_quarantine where is_in_force")
    card = ScorecardPage.at(page.path.as_uri(), open_page)
    expect(card.page.get_by_text("Not in this total")).to_have_count(0)
