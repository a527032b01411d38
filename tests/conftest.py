"""Fixtures that several folders of tests share: a refresh as its users start it, and its marts.

Does not belong here: worlds that prove something (tests/worlds) and expectations (the tests).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.demo import make_demo_world

ROOT = Path(__file__).parent.parent

pytest_plugins = ("tests.browsing",)


@dataclass(frozen=True)
class RefreshRun:
    """One run of the main job: its exit code, what it printed, and where it worked."""

    returncode: int
    output: str
    build_dir: Path
    publish_dir: Path

    @property
    def database(self) -> Path:
        return self.publish_dir / "current" / "partner_score.duckdb"

    def connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.database), read_only=True)


RefreshLanding = Callable[..., RefreshRun]


@pytest.fixture(scope="session")
def refresh_landing(tmp_path_factory: pytest.TempPathFactory) -> RefreshLanding:
    """`refresh_landing(landing, work=None, check=True)`: run the main job on a landing folder.

    `work` holds the build and the releases (a new folder by default); give the same one again for
    a second refresh. With `check` a failing refresh fails the test and shows what it printed.
    Further arguments are environment variables.
    """

    def refresh(
        landing: Path, work: Path | None = None, check: bool = True, **variables: str
    ) -> RefreshRun:
        work = work or tmp_path_factory.mktemp("refresh")
        environment = {
            **os.environ,
            "LANDING_DIR": str(landing),
            "BUILD_DIR": str(work / "build"),
            "PUBLISH_DIR": str(work / "published"),
            "PERSON_KEY_FILE": str(work / "keys" / "person.key"),
            "COLUMNS": "100",
            **variables,
        }
        done = subprocess.run(
            [sys.executable, "-m", "orchestration.refresh"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            pytest.fail(f"refresh of {landing} ended with {done.returncode}:\n{done.stdout}")
        return RefreshRun(done.returncode, done.stdout, work / "build", work / "published")

    return refresh


@pytest.fixture(scope="session")
def refresh_once(refresh_landing: RefreshLanding) -> Callable[[Path], RefreshRun]:
    """`refresh_once(landing)`: its build and its release, made once a session."""
    runs: dict[Path, RefreshRun] = {}

    def refresh(landing: Path) -> RefreshRun:
        if landing not in runs:
            runs[landing] = refresh_landing(landing)
        return runs[landing]

    return refresh


@pytest.fixture(scope="session")
def build_marts(
    refresh_once: Callable[[Path], RefreshRun],
) -> Iterator[Callable[[Path], duckdb.DuckDBPyConnection]]:
    """`build_marts(landing)`: the published release of a landing folder, built once a session."""
    connections: dict[Path, duckdb.DuckDBPyConnection] = {}

    def build(landing: Path) -> duckdb.DuckDBPyConnection:
        if landing not in connections:
            connections[landing] = refresh_once(landing).connect()
        return connections[landing]

    yield build
    for connection in connections.values():
        connection.close()


@pytest.fixture(scope="session")
def demo_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world as its generator writes it."""
    landing = tmp_path_factory.mktemp("demo") / "landing"
    make_demo_world(landing)
    return landing


@pytest.fixture(scope="session")
def demo_run(demo_landing: Path, refresh_once: Callable[[Path], RefreshRun]) -> RefreshRun:
    """The demo world loaded, built and released, once a session."""
    return refresh_once(demo_landing)


@pytest.fixture(scope="session")
def demo_release(
    demo_landing: Path, build_marts: Callable[[Path], duckdb.DuckDBPyConnection]
) -> duckdb.DuckDBPyConnection:
    """The published release of the demo world, opened to read."""
    return build_marts(demo_landing)
