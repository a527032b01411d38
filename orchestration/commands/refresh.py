"""The main job from the command line: `make run`.

Belongs here: the order of one refresh, and what it says. Does not belong here: what the steps do.
Dagster and dbt are imported only when there is something to do: with nothing new the answer takes a
second.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from orchestration.build.dbt_run import read_run_results
from orchestration.build.fingerprint import code_version, inputs_hash
from orchestration.build.manifest import read_ahead
from orchestration.commands.demo_landing import ensure_demo_landing
from orchestration.commands.failures import Failed
from orchestration.landing.faults import printable
from orchestration.machine.progress import Terminal
from orchestration.publish.audit import is_sound
from orchestration.publish.comparison import comparable_release
from orchestration.publish.publishing import publish, refuse_demo_over_real, refuse_unwritable, tidy
from orchestration.publish.release import Release, current_release, linked_release
from orchestration.raw.arrivals import Arrivals, look
from orchestration.raw.as_known import AsKnownError, check_known
from orchestration.raw.further_inputs import print_missing
from orchestration.raw.in_force import in_force, known_files, loaded_files
from orchestration.raw.quarantine_report import print_quarantine, read_quarantine
from orchestration.raw.repetition import print_repeated
from orchestration.raw.store import is_current, open_store
from orchestration.raw.workspace import workspace
from orchestration.settings import AS_KNOWN, PROJECT_ROOT, Settings

if TYPE_CHECKING:
    import dagster as dg

#: A sensor that looks at the receipts holds the lock for an instant; seconds to wait for it.
_WAIT_FOR_LOCK = 5.0


def refresh(settings: Settings) -> None:
    """Make the current release one of all that is in landing, and print it; raises why not."""
    started = time.perf_counter()
    with workspace(settings, wait_seconds=_WAIT_FOR_LOCK):
        _refresh(settings, Console(highlight=False), started)


def _refresh(settings: Settings, console: Console, started: float) -> None:
    refuse_demo_over_real(settings)
    if settings.as_known is not None:
        _refresh_as_known(settings, console, started)
        return
    if settings.makes_demo_world:
        with console.status("Creating the demo world"):
            if ensure_demo_landing(settings):
                console.print(f"Demo world created in {settings.landing_dir}", markup=False)
    arrivals = look_finished(settings)
    release = up_to_date_release(settings, arrivals)
    try:
        if release is not None:
            tidy(settings.publish_dir)
            console.print(f"{arrivals.nothing_new} Rules and code have not changed either.")
        else:
            refuse_unwritable(settings.publish_dir)
            if not arrivals.months and is_sound(settings):
                release = _publish_only(settings, console)
            else:
                release = _run(settings, arrivals, console, started)
    finally:
        # Above all where it is the reason that nothing is published.
        _say_quarantine(settings, console)
    from orchestration.explain.scorecard import print_scorecard

    print_scorecard(release, settings.publish_dir, console, settings.areas_named)


def look_finished(settings: Settings, restamps: bool = True) -> Arrivals:
    """`look`, which raises `Failed` while something is being copied."""
    arrivals = look(settings, restamps)
    if arrivals.unfinished:
        raise Failed(f"{'; '.join(arrivals.unfinished)}. Start again when the copy has finished.")
    return arrivals


def _refresh_as_known(settings: Settings, console: Console, started: float) -> None:
    """Build and publish what was known at a delivery; loads nothing, leaves `current` alone."""
    known = settings.as_known
    assert known is not None
    if not settings.build_file.exists():
        raise AsKnownError(f"Nothing is loaded yet: run `make run` without {AS_KNOWN} first.")
    with open_store(settings.build_file, read_only=True) as connection:
        if not is_current(connection):
            raise AsKnownError(
                "Another version of the code loaded the deliveries: run `make run` without "
                f"{AS_KNOWN} first."
            )
        check_known(connection, known)
        inputs = inputs_hash(connection, settings.solution_areas, known)
    release = linked_release(settings.publish_dir, known)
    current = comparable_release(settings)
    compared_with = current.label.version if current else ""
    try:
        if release is None or (
            release.label.inputs,
            release.label.code_version,
            release.label.compared_with,
        ) != (inputs, code_version(PROJECT_ROOT), compared_with):
            console.print(f"Building what was known at delivery {known}")
            release = _execute(settings, console, started, "score", (), ())
        else:
            console.print(f"Nothing new: what was known at delivery {known} is already published.")
    finally:
        _say_quarantine(settings, console)
    from orchestration.explain.scorecard import print_scorecard

    print_scorecard(release, settings.publish_dir, console, settings.areas_named)


def _say_quarantine(settings: Settings, console: Console) -> None:
    if not settings.build_file.exists():
        return
    with open_store(settings.build_file, read_only=True) as connection:
        if is_current(connection):
            known = settings.as_known
            # Of an incomplete delivery too: it may be why.
            files = known_files(connection, known) if known else loaded_files(connection)
            print_quarantine(read_quarantine(connection, files), console)
            print_repeated(in_force(files), console)
            print_missing(connection, files, console)


def up_to_date_release(settings: Settings, arrivals: Arrivals) -> Release | None:
    """The current release, if a refresh could only make the same one again."""
    release = current_release(settings.publish_dir)
    if arrivals.months or release is None or not settings.build_file.exists():
        return None
    with open_store(settings.build_file, read_only=True) as connection:
        inputs = inputs_hash(connection, settings.solution_areas)
    label = release.label
    is_same = (label.inputs, label.is_demo) == (inputs, settings.is_demo)
    return release if is_same and label.code_version == code_version(PROJECT_ROOT) else None


def _run(settings: Settings, arrivals: Arrivals, console: Console, started: float) -> Release:
    """One run for all that is new, or for changed rules."""
    what = arrivals.named if arrivals.months else "changed rules, code or settings"
    console.print(f"Refreshing for {what}")
    if arrivals.left:
        console.print(printable(arrivals.left_words), style="yellow", markup=False)
    job = "refresh" if arrivals.months else "score"
    return _execute(settings, console, started, job, arrivals.all_months, arrivals.months)


def _execute(
    settings: Settings,
    console: Console,
    started: float,
    job_name: str,
    all_months: Sequence[str],
    months: Sequence[str],
) -> Release:
    """One Dagster run in this process: load `months`, score, test, publish."""
    with Terminal(console) as progress:
        with progress.step("prepare"):
            read_ahead()
            from orchestration.commands.job_run import run_job
            from orchestration.dagster.history import add_run
            from orchestration.definitions import defs

        def add_to_history(
            ended: dg.DagsterInstance, tags: Mapping[str, str], failure: str | None
        ) -> None:
            with progress.step("record"):
                fault = add_run(settings, job_name, ended, tags, failure)
            if fault is not None:
                console.print(fault, style="yellow", markup=False)

        job = defs.resolve_job_def(job_name)
        run_job(job, settings, progress, all_months, months, add_to_history)
    release = linked_release(settings.publish_dir, settings.as_known)
    assert release is not None
    # The release is out: a disk that is full now takes nothing back.
    with contextlib.suppress(OSError):
        _write_timings(settings, progress.seconds, time.perf_counter() - started)
    return release


def _publish_only(settings: Settings, console: Console) -> Release:
    """Publish what an earlier refresh built and tested, and could not publish."""
    console.print("Publishing what an earlier refresh built")
    with Terminal(console) as progress, progress.step("publish", total=3) as step:
        return publish(settings, report=step.advance)


def _write_timings(settings: Settings, seconds: dict[str, float], total: float) -> None:
    """Write `timings.json`: seconds of load, build, test, publish and of everything.

    Models and tests run side by side; the seconds of both together are divided between them as
    dbt's own times of the nodes are.
    """
    results = read_run_results(settings.dbt_target)
    nodes = results.nodes if results else ()
    all_nodes = sum(node.seconds for node in nodes) or 1.0
    test_share = sum(node.seconds for node in nodes if node.is_test) / all_nodes
    dbt = seconds.get("build", 0.0)
    timings = {
        "load": seconds.get("check", 0.0) + seconds.get("load", 0.0),
        "build": dbt * (1 - test_share),
        "test": dbt * test_share,
        "publish": seconds.get("publish", 0.0),
        "total": total,
    }
    rounded = {name: round(value, 3) for name, value in timings.items()}
    settings.timings_file.write_text(json.dumps(rounded, indent=2) + "\n")
