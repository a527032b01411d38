"""What several folders of tests share: refreshes, their marts, and what is made once for all.

pytest runs in as many processes as there are cores (pyproject.toml). The tests of a folder run in
one of them, since most share what they build. What several folders need is made by the first that
asks (`once`), and all others read it.

Does not belong here: worlds that prove something (tests/worlds) and expectations (the tests).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest
import sqlalchemy
import sqlalchemy.event
from filelock import FileLock
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from orchestration.demo import make_demo_world
from tests import refresh_process

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

    @property
    def work(self) -> Path:
        """The folder that its folders lie in."""
        return self.build_dir.parent

    def copy(self, work: Path) -> RefreshRun:
        """All its folders again, in `work`, to go on from."""
        shutil.copytree(self.work, work, symlinks=True, dirs_exist_ok=True)
        return replace(self, build_dir=work / "build", publish_dir=work / "published")

    def connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.database), read_only=True)


RefreshLanding = Callable[..., RefreshRun]
#: `once(name, make)`: the folder that `make(folder)` has filled, by whichever process came first.
Once = Callable[[str, Callable[[Path], None]], Path]

_ONCE = "once"
_DEMO = "demo"
#: Beside a landing folder made by `once`: environment variables for its refresh, as JSON.
VARIABLES = "variables.json"

#: The folders that take longest, to begin with: one that is begun last is waited for.
_LONGEST = (
    *("orchestration", "landing", "golden", "zoo", "browser", "properties", "access"),
    *("reliability", "known", "publish", "demo", "rules"),
)

#: What stands on a whole refresh, of the landing folder, of another one or of other rules.
_REFRESHES = {"refresh_landing", "done", "varied_marts"}
_BROWSER = "browser"
#: Worth its refresh before every commit: the marts against scores worked out by hand.
_IN_CHECK = "test_golden_world.py"


class _Folders(LoadScopeScheduling):
    """Hands out the tests folder by folder."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Folders:
    return _Folders(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders that take longest; tests behind a whole refresh are slow ones."""
    for item in items:
        refreshes = _REFRESHES.intersection(getattr(item, "fixturenames", ()))
        if (refreshes and item.path.name != _IN_CHECK) or item.path.parent.name == _BROWSER:
            item.add_marker(pytest.mark.slow)
    ranks = {folder: number for number, folder in enumerate(_LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.parent.name, len(ranks)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in how many processes the tests ran, which a quiet run leaves out."""
    terminalreporter.write_line(f"processes: {terminalreporter.config.option.numprocesses or 1}")


@pytest.fixture(scope="session", autouse=True)
def history_is_written_later() -> Iterator[None]:
    """Where tests run Dagster with its history, no event waits until the disk has it.

    That is for a power cut, and a run writes thousands of events; a killed process loses nothing.
    """
    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", _write_later)
    yield
    sqlalchemy.event.remove(sqlalchemy.Engine, "connect", _write_later)


def _write_later(connection: object, _: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = off")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make a folder once for all processes of this run of the tests."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        folder = root / _ONCE / name
        folder.parent.mkdir(parents=True, exist_ok=True)
        done = folder.with_name(f"{name} done")
        with FileLock(f"{folder}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of one that failed
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return make_once


@pytest.fixture(scope="session")
def refresh_landing(tmp_path_factory: pytest.TempPathFactory) -> RefreshLanding:
    """`refresh_landing(landing, work=None, check=True)`: run the main job on a landing folder.

    `work` holds the build and the releases (a new folder by default); give the same one again for
    a second refresh. With `check` a failing refresh fails the test and shows what it printed. With
    `started_anew` it is started as its users start it, imports and all; others leave out the docs
    pages of the release and Dagster's history, unless `in_full`. Further arguments are environment
    variables.
    """

    def refresh(
        landing: Path,
        work: Path | None = None,
        check: bool = True,
        started_anew: bool = False,
        in_full: bool = False,
        **variables: str,
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
        output = work / "output.txt"
        if started_anew:
            with output.open("wb") as printed:
                code = subprocess.run(
                    [sys.executable, "-m", "orchestration", "run"],
                    cwd=ROOT,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=subprocess.STDOUT,
                    check=False,
                ).returncode
        else:
            code = refresh_process.refresh(environment, output, in_full)
        said = output.read_text(encoding="utf-8")
        if check and code != 0:
            pytest.fail(f"refresh of {landing} ended with {code}:\n{said}")
        return RefreshRun(code, said, work / "build", work / "published")

    return refresh


@pytest.fixture(scope="session")
def refresh_once(refresh_landing: RefreshLanding, once: Once) -> Callable[[Path], RefreshRun]:
    """`refresh_once(landing)`: its build and its release, for a landing folder made by `once`.

    That of the demo leaves nothing out. Environment variables that the refresh needs may stand
    beside the landing folder (VARIABLES).
    """

    def refresh(landing: Path) -> RefreshRun:
        assert landing.parent.parent.name == _ONCE, f"made by each process: {landing}"
        work = once(f"{landing.parent.name} refreshed", lambda work: _refresh(landing, work))
        said = (work / "output.txt").read_text(encoding="utf-8")
        return RefreshRun(0, said, work / "build", work / "published")

    def _refresh(landing: Path, work: Path) -> None:
        variables = landing.parent / VARIABLES
        refresh_landing(
            landing,
            work,
            in_full=landing.parent.name == _DEMO,
            **json.loads(variables.read_text()) if variables.exists() else {},
        )

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
def demo_landing(once: Once) -> Path:
    """The demo world as its generator writes it."""
    return once(_DEMO, lambda folder: make_demo_world(folder / "landing")) / "landing"


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


@pytest.fixture(scope="session")
def demo_areas_landing(once: Once) -> Path:
    """The demo world, of which two solution areas are scored."""

    def write(folder: Path) -> None:
        make_demo_world(folder / "landing")
        (folder / VARIABLES).write_text(json.dumps({"SOLUTION_AREAS": "security,infrastructure"}))

    return once("demo_two_areas", write) / "landing"
