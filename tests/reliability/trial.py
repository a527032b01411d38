"""One trial: a refresh that is killed, then a plain one, then the question whether all is well.

Belongs here: the state every trial starts from, running refreshes beside a watcher of `current`,
and what must hold afterwards. Does not belong here: which trials are made (__main__.py and tests).
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from orchestration.publish.release import LABEL_FILE, Release, current_release
from orchestration.raw.store import open_store
from orchestration.settings import Settings
from tests.orchestration.tiny_world import tiny_world
from tests.reliability import child
from tests.reliability.points import Journal, Point
from tests.reliability.reader import Watcher
from tests.reliability.same_release import differences

_KEY = "a key for trials only, long enough"

#: Longer than any refresh of a tiny world; one that hangs is a failure.
_PATIENCE = 300.0


@dataclass(frozen=True)
class Ended:
    """A refresh that has ended: its exit code (negative: killed by that signal) and its words."""

    code: int
    output: str
    journal: Journal
    seconds: float
    #: What was not as expected already before the plain run.
    faults: tuple[str, ...] = ()


@dataclass
class Outcome:
    """How one trial went. It was well when nothing is in `faults`."""

    name: str
    phase: str
    is_killed: bool
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    looks: int = 0


@dataclass(frozen=True)
class Place:
    """The folders of one trial."""

    root: Path
    landing: Path

    @property
    def settings(self) -> Settings:
        return Settings(
            landing_dir=self.landing,
            build_dir=self.root / "build",
            publish_dir=self.root / "published",
            person_key_file=self.root / "keys" / "person.key",
            is_demo=False,
        )

    @property
    def environment(self) -> dict[str, str]:
        settings = self.settings
        return {
            "LANDING_DIR": str(settings.landing_dir),
            "BUILD_DIR": str(settings.build_dir),
            "PUBLISH_DIR": str(settings.publish_dir),
            "PERSON_KEY_FILE": str(settings.person_key_file),
            "COLUMNS": "200",
        }

    @property
    def current(self) -> Release | None:
        return current_release(self.settings.publish_dir)


class Laboratory:
    """The folders that trials start from, each made once and copied for every trial.

    Not in full, refreshes leave out what refresh_process.py does.
    """

    def __init__(self, root: Path, in_full: bool = True) -> None:
        self._root = root
        self._in_full = in_full
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(child.PRELOADED)
        self._numbers = iter(range(10_000))
        self._landing = tiny_world("2026-09", "2026-10").write(root / "landing")

    def _undisturbed(self, name: str, landing: Path) -> Place:
        place = Place(self._root / name, landing)
        if place.current is not None:
            return place
        _put_key(place)
        ended = self.refresh(place)
        if ended.code != 0:
            raise RuntimeError(f"An undisturbed refresh failed:\n{ended.output}")
        self._usual_seconds = ended.seconds
        return place

    def finished(self) -> Place:
        """The folders of the undisturbed refresh of both deliveries, from nothing."""
        return self._undisturbed("finished", self._landing)

    @property
    def expected(self) -> Release:
        """What every trial must come to."""
        release = self.finished().current
        assert release is not None
        return release

    def from_nothing(self) -> Place:
        """Folders of a new trial: nothing but the landing folder and the key."""
        place = self._new_place()
        _put_key(place)
        return place

    def from_a_release(self, old_releases: int = 0) -> Place:
        """A release of the first delivery; the second waits. More releases lie beside it."""
        one = self._root / "landing of one"
        if not one.exists():
            shutil.copytree(self._landing / "2026-09", one / "2026-09")
        place = self._new_place()
        shutil.copytree(self._undisturbed("start", one).root, place.root, symlinks=True)
        release = place.current
        assert release is not None
        for number in range(old_releases):
            label = replace(release.label, version=f"2026-0{number + 1}", built_at=f"200{number}")
            old = shutil.copytree(release.folder, release.folder.with_name(label.version))
            (old / LABEL_FILE).write_text(label.to_json())
        return place

    def from_a_build(self) -> Place:
        """Both deliveries are loaded, built and tested; what is current is from other code."""
        place = self._new_place()
        shutil.copytree(self.finished().root, place.root, symlinks=True)
        release = place.current
        assert release is not None
        label = replace(release.label, code_version="another")
        (release.folder / LABEL_FILE).write_text(label.to_json())
        return place

    def _new_place(self) -> Place:
        return Place(self._root / f"trial {next(self._numbers)}", self._landing)

    @property
    def usual_seconds(self) -> float:
        """How long the undisturbed refresh from nothing took."""
        return self._usual_seconds

    def start_refresh(self, place: Place, point: Point | None = None) -> Running:
        """Start a refresh in a process of its own."""
        return Running(self._processes, place, next(self._numbers), point, self._in_full)

    def refresh(self, place: Place, point: Point | None = None) -> Ended:
        """Run a refresh to its end."""
        return self.start_refresh(place, point).ended()

    def trial(self, name: str, disturb: Callable[[Place], Ended], place: Place) -> Outcome:
        """`disturb` a refresh, then run a plain one, and see whether it comes to the same."""
        before = place.current
        started = time.monotonic()
        with watching(place) as watcher:
            disturbed = disturb(place)
            between = place.current
            plain = self.refresh(place)
        outcome = Outcome(name, disturbed.journal.phase, disturbed.code == -signal.SIGKILL)
        outcome.seconds = time.monotonic() - started
        outcome.looks = watcher.looks
        outcome.faults += [*disturbed.faults, *watcher.faults]
        if before is not None and between is None:
            outcome.faults.append("there was no current release after the disturbance")
        if "Traceback" in disturbed.output + plain.output:
            outcome.faults.append(f"a traceback: {(disturbed.output + plain.output)[-600:]}")
        if plain.code != 0:
            outcome.faults.append(f"the plain run ended with {plain.code}: {plain.output[-600:]}")
        else:
            outcome.faults += self.not_well(place)
        return outcome

    def not_well(self, place: Place) -> list[str]:
        """What is not as after an undisturbed refresh: release, leftovers, receipts."""
        release = place.current
        if release is None:
            return ["no release is current"]
        return [
            *differences(release, self.expected),
            *(f"left behind: {path.name}" for path in _leftovers(place.settings)),
            *_strange_tables(place.settings),
        ]


class Running:
    """A refresh under way."""

    def __init__(
        self,
        processes: object,
        place: Place,
        number: int,
        point: Point | None,
        in_full: bool,
    ) -> None:
        place.root.mkdir(exist_ok=True)
        self._journal = place.root / f"journal {number}.jsonl"
        self._output = place.root / f"output {number}.txt"
        self._started = time.monotonic()
        self._process = processes.Process(  # type: ignore[attr-defined]
            target=child.run,
            args=(place.environment, self._journal, self._output, point, in_full),
        )
        self._process.start()

    def kill(self) -> None:
        if self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)

    @property
    def is_under_way(self) -> bool:
        return self._process.is_alive()

    @property
    def journal(self) -> Journal:
        return Journal.read(self._journal)

    def ended(self) -> Ended:
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self.kill()
            self._process.join()
            raise RuntimeError(f"A refresh did not end: {self._output.read_text()}")
        return Ended(
            self._process.exitcode,
            self._output.read_text() if self._output.exists() else "",
            self.journal,
            time.monotonic() - self._started,
        )


def _put_key(place: Place) -> None:
    key_file = place.settings.person_key_file
    key_file.parent.mkdir(parents=True)
    key_file.touch(mode=0o600)
    key_file.write_text(_KEY)


@contextmanager
def watching(place: Place) -> Iterator[Watcher]:
    """Look at `current` again and again for the length of the block."""
    watcher = Watcher(place.settings.publish_dir)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


def _leftovers(settings: Settings) -> list[Path]:
    hidden = [
        path
        for path in settings.publish_dir.iterdir()
        if path.name.startswith(".") and path.name != ".publish.lock"
    ]
    build = settings.build_file
    return hidden + [path for path in build.parent.glob(f"{build.name}.*") if path.exists()]


def _strange_tables(settings: Settings) -> Iterator[str]:
    """Tables of files without a receipt, and dbt's own tables for the time of a build."""
    with open_store(settings.build_file, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "union all select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        files = connection.execute("select count(*) from raw.files").fetchone()
    loaded = sum(schema == "raw_files" for schema, _ in tables)
    if files != (loaded,):
        yield f"{loaded} tables of files, {files} receipts"
    yield from (
        f"left in the build file: {schema}.{name}" for schema, name in tables if "__dbt" in name
    )
