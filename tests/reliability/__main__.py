"""How well a refresh stands what may happen to it: `make reliability`.

Runs every trial, prints a line for each and a table of the figures in the end; the exit code is 1
when anything was not as it must be. Words after the command choose the trials whose name holds one
of them.
"""

from __future__ import annotations

import functools
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from orchestration.publish import publishing
from tests.reliability import disturbances
from tests.reliability.disturbances import Disturb
from tests.reliability.points import NAMED, PHASES, Point
from tests.reliability.publishes import read_meanwhile
from tests.reliability.trial import Laboratory, Outcome, Place

RANDOM_KILLS = 6
PUBLISHES = 50
READERS = 1

#: Free kilobytes at which the build's disk is full while loading, while dbt builds (from nothing:
#: else it would find the room of the build before), and that of the releases while one is copied.
_FULL = {"load": ("build", 64), "dbt build": ("build", 8_000), "copy": ("published", 1_000)}


Start = Callable[[], Place]


def trials(laboratory: Laboratory, seed: int) -> Iterator[tuple[str, Disturb, Start]]:
    """Name, disturbance, and where it starts from."""
    nothing, release = laboratory.from_nothing, laboratory.from_a_release
    # With so many the new release pushes out an old one.
    many = functools.partial(release, laboratory.finished().settings.keep_releases)
    starts = {"_lay_out": nothing, "shutil.rmtree": many}
    # What a kill within a publishing leaves behind is a build that is whole. Most trials of
    # publishing start from one, the first of each phase from extracts.
    first = {point.phase: point for point in reversed(NAMED)}
    for point in _in_turns(NAMED):
        is_built = point.phase in ("copy", "switch") and point is not first[point.phase]
        start = starts.get(point.name, laboratory.from_a_build if is_built else release)
        yield str(point), disturbances.killed_at(laboratory, point), start
    moments = random.Random(seed)
    for number in range(RANDOM_KILLS):
        seconds = moments.uniform(0.1, laboratory.usual_seconds)
        name = f"random kill {number + 1} after {seconds:.1f} s"
        start = nothing if number % 3 == 0 else release
        yield name, disturbances.killed_after(laboratory, seconds), start
    for phase, (folder, free) in _FULL.items():
        name = f"full disk: {phase}"
        yield (
            name,
            disturbances.on_a_full_disk(laboratory, folder, free),
            (nothing if phase == "dbt build" else release),
        )
    for folder in ("build", "published"):
        name = f"read-only disk: {folder}"
        yield name, disturbances.on_a_read_only_disk(laboratory, folder), release
    for phase in ("load", "dbt build", "copy"):
        yield f"second refresh: {phase}", disturbances.in_company(laboratory, phase), release
    yield "build folder deleted", functools.partial(_without_build, laboratory), release


def _in_turns(points: tuple[Point, ...]) -> list[Point]:
    """The first point of every phase, then the second …: an interrupted run has seen them all."""
    return sorted(
        points,
        key=lambda point: [other for other in points if other.phase == point.phase].index(point),
    )


def _without_build(laboratory: Laboratory, place: Place) -> disturbances.Ended:
    """A whole refresh, after which the build folder goes."""
    ended = laboratory.refresh(place)
    shutil.rmtree(place.settings.build_dir)
    return ended


def main() -> int:
    # Of a killed process's semaphores only this tells, at the very end.
    os.environ["PYTHONWARNINGS"] = "ignore:resource_tracker:UserWarning"
    console = Console(highlight=False, width=120)
    chosen = sys.argv[1:]
    started = time.monotonic()
    faults = 0
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        laboratory = Laboratory(root)
        can_mount = disturbances.can_mount(root / "scratch")
        for name, disturb, start in trials(laboratory, seed=20261122):
            if chosen and not any(word in name for word in chosen):
                continue
            if "disk" in name and not can_mount:
                console.print(f"- {name}: left out, mounting needs the rights of root")
                continue
            place = start()
            outcome = laboratory.trial(name, disturb, place)
            outcomes.append(outcome)
            shutil.rmtree(place.root)
            faults += bool(outcome.faults)
            sign = "✗" if outcome.faults else "✓"
            console.print(f"{sign} {name} ({outcome.phase}, {outcome.seconds:.0f} s)")
            for fault in outcome.faults:
                console.print(f"    {fault}", markup=False)
        readings = None
        if not chosen or any(word in "reader" for word in chosen):
            # Pages and workbook take longest, and no reader of tables meets them.
            publishing.write_pages = publishing.write_workbook = lambda *_: []
            publishing.write_page = lambda release: release.folder
            readings = read_meanwhile(laboratory.finished().settings, PUBLISHES, readers=READERS)
            faults += len(readings.errors) + len(readings.mixed)
            for fault in (*readings.errors, *readings.mixed):
                console.print(f"✗ reader: {fault}", markup=False)
    _print_figures(console, outcomes)
    if readings is not None:
        console.print(
            f"{readings.publishes} releases and {readings.rollbacks} rollbacks in "
            f"{readings.seconds:.0f} s, {READERS} readers: {readings.looks} looks at "
            f"{len(readings.versions)} releases, {readings.steps_back} times an older one, "
            f"{len(readings.errors)} errors, {len(readings.mixed)} mixed versions"
        )
    looks = sum(outcome.looks for outcome in outcomes)
    console.print(
        f"{looks} looks at the current release during the trials; "
        f"{time.monotonic() - started:.0f} s in all; {faults} not as they must be"
    )
    return int(faults > 0)


def _print_figures(console: Console, outcomes: list[Outcome]) -> None:
    table = Table("what", "trials", "proven in the phase", "converged", "seconds")
    for phase in PHASES:
        _add(
            table,
            f"killed at a point of: {phase}",
            [outcome for outcome in outcomes if outcome.name.startswith(f"{phase}: ")],
            phase,
        )
    for kind in ("random kill", "full disk", "read-only disk", "second refresh", "build folder"):
        _add(table, kind, [outcome for outcome in outcomes if outcome.name.startswith(kind)])
    console.print(table)
    spread = {
        phase: sum(o.phase == phase and o.is_killed for o in outcomes if "random" in o.name)
        for phase in dict.fromkeys(o.phase for o in outcomes)
    }
    fell = ", ".join(f"{phase} {count}" for phase, count in spread.items() if count)
    if fell:
        console.print(f"The random kills fell into: {fell}")


def _add(table: Table, what: str, outcomes: list[Outcome], phase: str | None = None) -> None:
    if not outcomes:
        return
    proven = sum(outcome.is_killed and outcome.phase == phase for outcome in outcomes)
    table.add_row(
        what,
        str(len(outcomes)),
        str(proven) if phase else "",
        str(sum(not outcome.faults for outcome in outcomes)),
        f"{sum(outcome.seconds for outcome in outcomes):.0f}",
    )


if __name__ == "__main__":
    sys.exit(main())
