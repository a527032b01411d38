"""The pages that are opened here: of the demo, and of a large world with hostile names.

Belongs here: releases and their pages, and what the marts say that a page should show. Does not
belong here: the browser (tests/browsing.py) and how a page is used (scorecard_page.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.browsing import OpenPage
from tests.conftest import RefreshLanding, RefreshRun
from tests.page.browser.scorecard_page import ScorecardPage
from tests.worlds.crowded_world import make_crowded_world

TENANTS = 5000


@pytest.fixture(scope="session")
def crowded_run(
    tmp_path_factory: pytest.TempPathFactory, refresh_landing: RefreshLanding
) -> RefreshRun:
    """Five thousand tenants, and names that a page could stumble over."""
    landing = tmp_path_factory.mktemp("crowded") / "landing"
    return refresh_landing(make_crowded_world(landing, tenants=TENANTS))


@pytest.fixture(scope="session")
def crowded_release(crowded_run: RefreshRun) -> Iterator[duckdb.DuckDBPyConnection]:
    with crowded_run.connect() as connection:
        yield connection


@pytest.fixture
def demo_page(demo_run: RefreshRun, open_page: OpenPage) -> ScorecardPage:
    """The demo's page, opened on a desktop."""
    return ScorecardPage.of(demo_run, open_page)


@pytest.fixture
def crowded_page(crowded_run: RefreshRun, open_page: OpenPage) -> ScorecardPage:
    """The page of five thousand tenants, opened on a desktop."""
    return ScorecardPage.of(crowded_run, open_page)


@pytest.fixture(params=["demo", "crowded"])
def either(
    request: pytest.FixtureRequest, open_page: OpenPage
) -> tuple[ScorecardPage, duckdb.DuckDBPyConnection]:
    """Each of the two pages beside its release."""
    run = request.getfixturevalue(f"{request.param}_run")
    release = request.getfixturevalue(f"{request.param}_release")
    return ScorecardPage.of(run, open_page), release
