"""The page of the demo release, as its refresh wrote it, and releases changed by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.page.writer import write_page
from orchestration.publish.release import DATABASE_FILE, PAGE_FILE, Release, current_release
from tests.conftest import VARIABLES, Once, RefreshRun
from tests.page.reading import Page

#: Scored beside Security, with rules of other shapes than its own.
AREAS = ("security", "data_ai", "digital_app_innovation", "infrastructure")


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
def areas_run(
    demo_landing: Path, once: Once, refresh_once: Callable[[Path], RefreshRun]
) -> RefreshRun:
    """The demo world scored in several solution areas."""

    def write(folder: Path) -> None:
        shutil.copytree(demo_landing, folder / "landing")
        (folder / VARIABLES).write_text(json.dumps({"SOLUTION_AREAS": ",".join(AREAS)}))

    return refresh_once(once("demo_areas", write) / "landing")


@pytest.fixture(scope="session")
def rewritten(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Page]:
    """`rewritten(*statements, **label)`: the page after these statements on a copy of the marts."""

    def write(*statements: str, of: Release = release, **label: object) -> Page:
        folder = tmp_path_factory.mktemp("page")
        shutil.copy(of.database, folder / DATABASE_FILE)
        with duckdb.connect(str(folder / DATABASE_FILE)) as connection:
            for statement in statements:
                connection.execute(statement)
        made = Release(folder, replace(of.label, **label))
        return Page(write_page(made))

    return write


@pytest.fixture(scope="session")
def rewritten_areas(areas_run: RefreshRun, rewritten: Callable[..., Page]) -> Callable[..., Page]:
    """The same of the release of several areas."""
    found = current_release(areas_run.publish_dir)
    assert found is not None
    return partial(rewritten, of=found)
