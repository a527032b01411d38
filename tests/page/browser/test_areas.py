"""Several solution areas on the page: all of them first, then one at a time, chosen in any way.

Acts: whoever changes the overview of the areas, the switch, or what an area has not. The marts are
those of the demo in several areas, with points that nobody knows in one of them, an area in which
nobody plays, and names that would be markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from orchestration.publish.release import DATABASE_FILE
from tests.browsing import OpenPage
from tests.page.browser.scorecard_page import (
    DESKTOP,
    PHONE,
    PICTURES,
    SECTIONS,
    ScorecardPage,
    is_wider_than_window,
)
from tests.page.conftest import AREAS
from tests.page.reading import Page

PARTLY_KNOWN, IDLE = "data_ai", "infrastructure"
NAME = "<img src=x onerror=window.taken=1>"

_STATEMENTS = (
    f"""
    update marts.fct_metric_scores
    set points = null, counted_units = null, units_to_max = null, basis = 'not_computable',
        status = 'not_computable', reason_not_computable = 'dataset_ends: AzureUsage at 2026-08'
    where solution_area = '{PARTLY_KNOWN}' and metric = 'usage_growth'
    """,
    f"""
    delete from marts.fct_metric_parts
    where solution_area = '{PARTLY_KNOWN}' and metric = 'usage_growth'
    """,
    f"""
    update marts.fct_designation_scores
    set total_points = 42, total_points_shown = 42, points_open = 30, metrics_not_computable = 1,
        qualifies = false, is_open = true, class_basis = 'unknown', class_share_pct = null
    where solution_area = '{PARTLY_KNOWN}'
    """,
    f"update marts.fct_metric_scores set points = 0 where solution_area = '{IDLE}'",
    f"update marts.fct_metric_parts set current_value = 0 where solution_area = '{IDLE}'",
    f"update marts.dim_solution_area set label = concat(label, ' {NAME}')",
    f"update marts.fct_service_deployments set service = concat(service, ' {NAME}')",
)

_IN_FORCE = """
    partner_id = ? and is_rule_in_force
    and as_of_month = (select max(as_of_month) from marts.fct_designation_scores)
"""


@pytest.fixture(scope="module")
def areas(rewritten_areas: Callable[..., Page]) -> Page:
    """The page of several areas."""
    return rewritten_areas(*_STATEMENTS)


@pytest.fixture(scope="module")
def marts(areas: Page) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts that it was written from."""
    with duckdb.connect(str(areas.path.with_name(DATABASE_FILE)), read_only=True) as connection:
        yield connection


@pytest.fixture
def card(areas: Page, open_page: OpenPage) -> ScorecardPage:
    return ScorecardPage.at(areas.path.as_uri(), open_page)


def assert_shows(card: ScorecardPage, marts: duckdb.DuckDBPyConnection, area: str) -> None:
    """The page shows this area of its partner, and no other beside it."""
    partner = card.partner()
    assert card.switch.input_value() == area
    totals = marts.execute(
        "select path, total_points from marts.fct_designation_scores "
        f"where {_IN_FORCE} and solution_area = ?",
        [partner, area],
    ).fetchall()
    assert card.totals() == dict(totals)
    metrics = marts.execute(
        "select path, metric, points, max_points from marts.fct_metric_scores "
        f"where {_IN_FORCE} and solution_area = ?",
        [partner, area],
    ).fetchall()
    assert card.metrics() == {(path, metric): (own, most) for path, metric, own, most in metrics}
    (label,) = marts.execute(
        "select label from marts.dim_solution_area where solution_area = ?", [area]
    ).fetchone()
    assert f"Solutions Partner for {label}" in card.page.evaluate(
        "document.querySelector('title').textContent"
    )
    expect(card.page.locator(f"[data-area={area}] a")).to_have_attribute("aria-current", "true")
    expect(card.page.locator("#areas a[aria-current]")).to_have_count(1)


def test_the_overview_has_a_row_for_every_area(
    card: ScorecardPage, marts: duckdb.DuckDBPyConnection
) -> None:
    for partner in card.partner_ids():
        card.choose(partner)
        rows = card.page.locator("[data-area]")
        assert rows.evaluate_all("all => all.map(one => one.dataset.area)") == list(AREAS)
        best = marts.execute(
            "select solution_area, path, total_points from marts.fct_designation_scores "
            f"where {_IN_FORCE} and is_best_path",
            [partner],
        ).fetchall()
        shown = card.page.locator("[data-area-total]").evaluate_all(
            "all => all.map(({dataset: one}) => [one.area, one.totalOf, one.areaTotal])"
        )
        assert {(area, path, Decimal(total)) for area, path, total in shown} == {
            row for row in best if row[0] != IDLE
        }
        idle = card.page.locator(f"[data-area={IDLE}]")
        expect(idle).to_contain_text("no points from usage, and nobody is certified")
        expect(idle.get_by_role("progressbar")).to_have_count(0)


def test_each_area_is_chosen_by_mouse_and_shows_its_own_figures(
    card: ScorecardPage, marts: duckdb.DuckDBPyConnection
) -> None:
    for area in [*AREAS[1:], AREAS[0]]:
        card.choose_area(area)
        assert_shows(card, marts, area)
        for section in SECTIONS:
            place = card.page.locator(f"main #{section}")
            assert len(place.inner_text().splitlines()) > 1, (area, section)
    card.choose_area(AREAS[1])
    card.choose(card.partner_ids()[-1])
    assert_shows(card, marts, AREAS[1])
    assert card.visit.faults == []


def test_each_area_is_chosen_by_keyboard(
    card: ScorecardPage, marts: duckdb.DuckDBPyConnection
) -> None:
    card.walk_to(card.switch)
    card.page.keyboard.press("ArrowDown")
    card.wait_until_shown()
    assert_shows(card, marts, AREAS[1])
    expect(card.switch).to_be_focused()
    expect(card.page.locator("#area-shown")).to_contain_text(NAME)
    link = card.page.locator(f"[data-area={AREAS[2]}] a")
    card.walk_to(link)
    card.page.keyboard.press("Enter")
    expect(card.page.locator("#overview-title")).to_be_focused()
    card.wait_until_shown()
    assert_shows(card, marts, AREAS[2])


def test_the_address_keeps_the_area(
    card: ScorecardPage, marts: duckdb.DuckDBPyConnection, open_page: OpenPage
) -> None:
    card.choose(card.partner_ids()[-1])
    card.choose_area(AREAS[2])
    card.page.get_by_role("navigation").get_by_role("link", name="Metrics").click()
    other = ScorecardPage.at(card.page.url, open_page)
    assert other.partner() == card.partner()
    assert_shows(other, marts, AREAS[2])
    expect(other.page.locator("#metrics-title")).to_be_in_viewport()


def test_an_address_of_someone_else_opens_the_first_area(areas: Page, open_page: OpenPage) -> None:
    for fragment in ("#area=__proto__", f"#area={NAME}", "#area=security%22]", "#area="):
        card = ScorecardPage.at(areas.path.as_uri(), open_page, fragment)
        assert card.switch.input_value() == AREAS[0], fragment
        assert card.visit.faults == []
        assert card.page.evaluate("'taken' in window") is False


def test_what_nobody_knows_is_no_zero(card: ScorecardPage) -> None:
    card.choose_area(PARTLY_KNOWN)
    row = card.page.locator(f"[data-area={PARTLY_KNOWN}]")
    expect(row).to_contain_text("42 known, up to 72")
    expect(row).to_contain_text("Not known whether it qualifies")
    expect(row).to_contain_text("Class not known")
    unknown = card.page.locator("[data-metric=usage_growth]")
    expect(unknown).to_have_count(2)
    for each in unknown.all():
        expect(each).to_contain_text("Not known / 20")
        expect(each).to_contain_text("The delivery of AzureUsage ends with August 2026.")
        expect(each).not_to_contain_text("blocks the designation")
        expect(each.get_by_role("progressbar")).to_have_count(0)
    expect(card.page.locator("#overview")).to_contain_text("Usage growth not known")
    expect(card.page.locator("#overview")).not_to_contain_text("no points in Usage growth")


def test_what_an_area_has_not_is_left_out(card: ScorecardPage) -> None:
    services = card.page.get_by_role("region", name="Table: Services")
    expect(services).to_have_count(0)
    card.choose_area(PARTLY_KNOWN)
    expect(card.customers).to_contain_text("There is no Customer Eligibility report for")
    expect(card.customers.locator("table")).to_have_count(0)
    expect(services).to_contain_text(NAME)
    assert card.page.locator("header, main").locator("img").count() == 0
    assert card.page.evaluate("'taken' in window") is False


def test_one_area_needs_no_switch(demo_page: ScorecardPage) -> None:
    expect(demo_page.page.locator("#areas, .switch, [data-area]")).to_have_count(0)
    assert not re.search(r"area=", demo_page.page.url)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_look_fits_and_axe_finds_nothing(
    scheme: str, viewport: dict[str, int], areas: Page, open_page: OpenPage, request
) -> None:
    card = ScorecardPage.at(
        areas.path.as_uri(), open_page, f"#area={PARTLY_KNOWN}",
        color_scheme=scheme, viewport=viewport,
    )  # fmt: skip
    assert not is_wider_than_window(card.page)
    card.page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for fault in Axe().run(card.page).response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    card.page.screenshot(path=PICTURES / f"areas-{request.node.callspec.id}.png", full_page=True)
