"""`scorecard.html` as someone uses it: what stands where, and how to get at it.

Belongs here: finding things on the page, by their names and by the attributes that hold exact
figures. Does not belong here: what they should be (the tests).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.publish.release import PAGE_FILE
from tests.browsing import OpenPage, Visit
from tests.conftest import RefreshRun

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SECTIONS = (
    "overview", "metrics", "trend", "movements", "near", "certificates", "eligibility", "rules",
    "data",
)  # fmt: skip

#: Where pictures of pages are left, to be looked at.
PICTURES = Path(__file__).parents[3] / "target" / "screenshots"

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}

#: A page that needs more presses of the Tab key has lost whoever has no mouse.
_MOST_STEPS = 200


def address(run: RefreshRun) -> str:
    """Where the page of the current release lies, as a browser opens a file."""
    return ((run.publish_dir / "current").resolve() / PAGE_FILE).as_uri()


def is_wider_than_window(page: Page) -> bool:
    """Whether the page as a whole has to be moved sideways to be read."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def opening_seconds(url: str, open_page: OpenPage) -> float:
    """What opening the page, until its first partner is fully shown, asks of the browser's main
    thread: what a person waits for on a quiet machine, whatever else this one has to do."""
    page = open_page("about:blank", viewport=DESKTOP).page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url)
    page.locator("html[data-ready=true]").wait_for()
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in metrics if each["name"] == "ThreadTime")


_WAY = """
    (place) => {
        const from = document.activeElement;
        if (place === from) return "there";
        const { DOCUMENT_POSITION_PRECEDING: before } = Node;
        return from.compareDocumentPosition(place) & before ? "back" : "on";
    }
"""


@dataclass(frozen=True)
class ScorecardPage:
    """The page, its first partner fully shown."""

    visit: Visit
    url: str

    @classmethod
    def of(
        cls, run: RefreshRun, open_page: OpenPage, fragment: str = "", **options: Any
    ) -> ScorecardPage:
        return cls.at(address(run), open_page, fragment, **options)

    @classmethod
    def at(cls, url: str, open_page: OpenPage, fragment: str = "", **options: Any) -> ScorecardPage:
        options.setdefault("viewport", DESKTOP)
        opened = cls(open_page(url + fragment, **options), url)
        opened.wait_until_shown()
        return opened

    @property
    def page(self) -> Page:
        return self.visit.page

    def wait_until_shown(self) -> None:
        self.page.locator("html[data-ready=true]").wait_for()

    @property
    def chooser(self) -> Locator:
        return self.page.get_by_label("Partner", exact=True)

    def partner_ids(self) -> list[str]:
        """The partners of the chooser, in its order."""
        return self.chooser.locator("option").evaluate_all("all => all.map(one => one.value)")

    def partner(self) -> str:
        """The partner that is chosen."""
        return self.chooser.input_value()

    def choose(self, partner_id: str) -> None:
        """Choose a partner and wait until it is fully shown."""
        self.chooser.select_option(partner_id)
        self.wait_until_shown()

    def totals(self) -> dict[str, Decimal]:
        """Exact total by path."""
        return {
            path: Decimal(value)
            for path, value in self.page.locator("[data-total]").evaluate_all(
                "all => all.map(one => [one.dataset.total, one.dataset.value])"
            )
        }

    @property
    def switch(self) -> Locator:
        """The choice of the solution area."""
        return self.page.get_by_label("Solution area", exact=True)

    def choose_area(self, area: str) -> None:
        """Choose a solution area and wait until it is fully shown."""
        self.switch.select_option(area)
        self.wait_until_shown()

    def metrics(self) -> dict[tuple[str, str], tuple[Decimal | None, Decimal]]:
        """Exact points, if they are known, and maximum by path and metric."""
        return {
            (path, metric): (Decimal(points) if points else None, Decimal(most))
            for path, metric, points, most in self.page.locator("[data-metric]").evaluate_all(
                """
                all => all.map(({dataset: one}) => [one.path, one.metric, one.points, one.max])
                """
            )
        }

    @property
    def customers(self) -> Locator:
        """The box of the Customer Eligibility report."""
        return self.page.locator("#eligibility")

    @property
    def search(self) -> Locator:
        return self.customers.get_by_label("Search customers")

    @property
    def listed(self) -> Locator:
        """Says how many customers are left of all: `1 to 25 of 312 …`."""
        return self.customers.get_by_role("status")

    def expect_listed(self, count: int, why: str = "") -> None:
        """Wait until so many customers are left by search and filters."""
        from playwright.sync_api import expect

        expect(self.listed, why).to_have_text(re.compile(rf" of {count:,}(?![\d,])"))

    def paths(self) -> list[str]:
        """Labels of the paths that the report can be read for."""
        return self.customers.get_by_label("Path", exact=True).locator("option").all_inner_texts()

    def path(self) -> str:
        """The path that the report is read for now."""
        return self.customers.get_by_label("Path", exact=True).input_value()

    def filter(self, name: str, choice: str, by_keyboard: bool = False) -> None:
        """Set one of the report's filters."""
        box = self.customers.get_by_label(name, exact=True)
        if by_keyboard:
            self.walk_to(box)
            labels = box.locator("option").all_inner_texts()
            steps = labels.index(choice) - box.evaluate("one => one.selectedIndex")
            for _ in range(abs(steps)):
                self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        else:
            box.select_option(label=choice)
        assert box.locator("option:checked").inner_text() == choice

    def head(self, title: str) -> Locator:
        """The head of a column of the report."""
        return self.customers.locator("th").filter(has_text=re.compile(rf"^{title}$"))

    def sort(self, title: str, by_keyboard: bool = False) -> None:
        """Have the report sorted by a column, the other way the second time."""
        head = self.head(title)
        if by_keyboard:
            self.walk_to(head.get_by_role("button"))
            self.page.keyboard.press("Enter")
        else:
            head.click()

    def walk_to(self, place: Locator) -> None:
        """Press Tab until the focus is there, as someone without a mouse does."""
        for _ in range(_MOST_STEPS):
            way = place.evaluate(_WAY)
            if way == "there":
                return
            self.page.keyboard.press("Shift+Tab" if way == "back" else "Tab")
        raise AssertionError(f"the Tab key never comes to {place}")

    @property
    def buttons(self) -> Locator:
        """One a customer that is listed now: it opens the rows of the conditions."""
        return self.customers.locator("table button[aria-expanded]")

    def rows(self) -> list[Locator]:
        """The row of each customer that is listed now."""
        return self.buttons.locator("xpath=ancestor::tr[1]").all()

    def names(self) -> list[str]:
        """The customers that are listed now, to the letter."""
        return self.buttons.evaluate_all("all => all.map(one => one.firstChild.textContent)")

    def drill_down(self, button: Locator) -> Locator:
        """The row that a customer's button opens: right below the customer's own."""
        return button.locator("xpath=ancestor::tr[1]/following-sibling::tr[1]")
