"""Fixtures for tests of pages: a real browser, and what it has to say about a page that it opens.

Belongs here: starting Debian's chromium, and hearing faults and requests. Does not belong here:
what is on a page (tests/page/browser, tests/docs).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_NO_BROWSER = (
    f"no browser on this machine ({', '.join(_BROWSERS)}): as root, `apt-get install chromium`"
)

#: What a page may ask for beside its own file: what it holds itself.
_OWN_SCHEMES = ("data:", "blob:")


@dataclass(frozen=True)
class Visit:
    """A page in a context of its own, and what was heard since it was opened."""

    page: Page
    #: Errors and warnings of the console, uncaught errors, dialogs, pages that were opened.
    faults: list[str] = field(default_factory=list)
    #: Addresses that were asked for, the page's own first.
    requests: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        page = self.page

        def hear_request(request: Request) -> None:
            if not request.url.startswith(_OWN_SCHEMES):
                self.requests.append(request.url)

        def hear_dialog(dialog: Any) -> None:
            self.faults.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        context.on("request", hear_request)
        context.on("page", lambda new: self.faults.append(f"opened {new.url}"))
        page.on("dialog", hear_dialog)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on("crash", lambda _: self.faults.append("the page crashed"))
        page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
        page.on(
            "console",
            lambda message: (
                self.faults.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )


OpenPage = Callable[..., Visit]


def browser_path() -> str:
    """The browser of this machine; without one, tests are skipped, and fail where CI is set."""
    for name in _BROWSERS:
        if path := shutil.which(name):
            return path
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(_NO_BROWSER, pytrace=False)
    pytest.skip(_NO_BROWSER)


# Not for the whole session: while it is open, no other test of the process could run asyncio.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window, once a file of tests."""
    path = browser_path()
    from playwright.sync_api import sync_playwright

    # Its sandbox does not start for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page(address, **options)`: a page in a context of its own, say dark or of a phone."""
    contexts: list[BrowserContext] = []

    def open_(address: str, **options: Any) -> Visit:
        context = browser.new_context(**options)
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.listen(context)
        visit.page.goto(address)
        return visit

    yield open_
    for context in contexts:
        context.close()
