"""The page of the demo release, as its refresh wrote it, and releases changed by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import duckdb
import pytest

from orchestration.publish.page.writer import write_page
from orchestration.publish.release import DATABASE_FILE, PAGE_FILE, Release, current_release
from tests.conftest import RefreshRun
from tests.page.reading import Page


@pytest.fixture(scope="session")
def release(demo_run: RefreshRun) -> Release:
    """The demo release."""
    found = current_release(demo_run.publish_dir)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def page(release: Release) -> Page:
    """Its page."""
    return Page(release.folder / PAGE_FILE)


@pytest.fixture(scope="session")
def rewritten(
    release: Release, demo_run: RefreshRun, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Page]:
    """`rewritten(*statements, **label)`: the page after these statements on a copy of the marts."""

    def write(*statements: str, **label: object) -> Page:
        folder = tmp_path_factory.mktemp("page")
        shutil.copy(release.database, folder / DATABASE_FILE)
        with duckdb.connect(str(folder / DATABASE_FILE)) as connection:
            for statement in statements:
                connection.execute(statement)
        made = Release(folder, replace(release.label, **label))
        return Page(write_page(made))

    return write
