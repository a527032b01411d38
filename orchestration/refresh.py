"""The main job from the command line: `python -m orchestration.refresh`.

Belongs here: the order of one refresh, what it says, and its exit code. Does not belong here: what
the steps do. Dagster and dbt are imported only when there is something to do: with nothing new the
answer takes a second.

Exit codes: 0 the current release is up to date · 1 the refresh failed, the current release is as it
was · 2 the settings are wrong · 3 another refresh is at work.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Sequence

import duckdb
from rich.console import Console
from rich.text import Text

from orchestration.access import in_words
from orchestration.arrivals import Arrivals, look
from orchestration.as_known import VARIABLE as AS_KNOWN
from orchestration.as_known import AsKnownError, check_known
from orchestration.audit import AuditError, is_sound
from orchestration.comparison import comparable_release
from orchestration.dbt_run import BuildError, read_run_results
from orchestration.demo_landing import ensure_demo_landing
from orchestration.faults import LandingError, printable
from orchestration.fingerprint import code_version, inputs_hash
from orchestration.lock import LockedError
from orchestration.manifest import ProjectError
from orchestration.person_key import PersonKeyError
from orchestration.process import make_console
from orchestration.progress import Terminal
from orchestration.publish import publish, refuse_demo_over_real, refuse_unwritable, tidy
from orchestration.quarantine_report import print_quarantine, read_quarantine
from orchestration.raw_store import is_current, open_store
from orchestration.release import Release, as_known_release, current_release
from orchestration.release_files import PublishError
from orchestration.settings import PROJECT_ROOT, Settings, SettingsError
from orchestration.workspace import workspace

#: A sensor that looks at the receipts holds the lock for an instant; seconds to wait for it.
_WAIT_FOR_LOCK = 5.0

OK, FAILED, WRONG_SETTINGS, LOCKED = range(4)


class Failed(Exception):
    """A step of the run failed; the text says which and why."""


#: Errors whose text says all that a person needs. The last five are a full disk, missing rights, a
#: build file that is open in another program.
_PLAIN_ERRORS = (
    Failed,
    LandingError,
    PersonKeyError,
    ProjectError,
    BuildError,
    AsKnownError,
    AuditError,
    PublishError,
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)


def main() -> int:
    """Refresh, say how it went, return the exit code."""
    console = make_console()
    started = time.perf_counter()
    try:
        settings = Settings.from_environment()
        with workspace(settings, wait_seconds=_WAIT_FOR_LOCK):
            return _refresh(settings, console, started)
    except SettingsError as error:
        return _say(console, "The settings are wrong", str(error), WRONG_SETTINGS)
    except LockedError as error:
        return _say(console, "Not started", str(error), LOCKED)
    except KeyboardInterrupt:
        return _say(console, "Interrupted", "The next refresh goes on from here.", FAILED)
    except _PLAIN_ERRORS as error:
        return _say(console, "Not published", in_words(error), FAILED)


def _say(console: Console, title: str, text: str, code: int) -> int:
    plain = "\n".join(printable(line) for line in text.splitlines())
    console.print()
    console.print(
        Text(f"{title}. ", style="bold red") + Text(plain, style="default"), soft_wrap=True
    )
    if code == FAILED:
        console.print("[dim]What was published before is still current.[/]")
    return code


def _refresh(settings: Settings, console: Console, started: float) -> int:
    refuse_demo_over_real(settings)
    if settings.as_known is not None:
        return _refresh_as_known(settings, console, started)
    if settings.makes_demo_world:
        with console.status("Making the demo world"):
            if ensure_demo_landing(settings):
                console.print(f"Demo world made in {settings.landing_dir}", markup=False)
    arrivals = look(settings)
    if arrivals.unfinished:
        raise Failed(f"{'; '.join(arrivals.unfinished)}. Start again when the copy is complete.")
    release = up_to_date_release(settings, arrivals)
    try:
        if release is not None:
            tidy(settings.publish_dir)
            console.print(
                f"{arrivals.nothing_new} Rules and code are those of the current release."
            )
        else:
            refuse_unwritable(settings.publish_dir)
            if not arrivals.months and is_sound(settings):
                release = _publish_only(settings, console)
            else:
                release = _run(settings, arrivals, console, started)
    finally:
        # Above all where it is the reason that nothing is published.
        _say_quarantine(settings, console)
    from orchestration.scorecard import print_scorecard

    print_scorecard(release, settings.publish_dir, console)
    return OK


def _refresh_as_known(settings: Settings, console: Console, started: float) -> int:
    """Build and publish what was known at a delivery; loads nothing, leaves `current` alone."""
    known = settings.as_known
    assert known is not None
    if not settings.build_file.exists():
        raise AsKnownError(f"Nothing is loaded yet: make run without {AS_KNOWN} first.")
    with open_store(settings.build_file, read_only=True) as connection:
        if not is_current(connection):
            raise AsKnownError(f"Loaded by other code: make run without {AS_KNOWN} first.")
        check_known(connection, known)
        inputs = inputs_hash(connection, known)
    release = as_known_release(settings.publish_dir, known.release_name)
    current = comparable_release(settings)
    compared_with = current.label.version if current else ""
    if release is None or (
        release.label.inputs,
        release.label.code_version,
        release.label.compared_with,
    ) != (inputs, code_version(PROJECT_ROOT), compared_with):
        console.print(f"Building what was known at delivery {known.delivery}")
        release = _execute(settings, console, started, "score", (), ())
    else:
        console.print(f"Nothing new: what was known at delivery {known.delivery} is published.")
    from orchestration.scorecard import print_scorecard

    print_scorecard(release, settings.publish_dir, console)
    return OK


def _say_quarantine(settings: Settings, console: Console) -> None:
    if not settings.build_file.exists():
        return
    with open_store(settings.build_file, read_only=True) as connection:
        if is_current(connection):
            print_quarantine(read_quarantine(connection), console)


def up_to_date_release(settings: Settings, arrivals: Arrivals) -> Release | None:
    """The current release, if a refresh could only make the same one again."""
    release = current_release(settings.publish_dir)
    if arrivals.months or release is None or not settings.build_file.exists():
        return None
    with open_store(settings.build_file, read_only=True) as connection:
        inputs = inputs_hash(connection)
    label = release.label
    is_same = (label.inputs, label.is_demo) == (inputs, settings.is_demo)
    return release if is_same and label.code_version == code_version(PROJECT_ROOT) else None


def _run(settings: Settings, arrivals: Arrivals, console: Console, started: float) -> Release:
    """One run for all that is new, or for changed rules."""
    what = arrivals.named if arrivals.months else "changed rules or code"
    console.print(f"Refreshing for {what}")
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
            import dagster as dg

            from orchestration.definitions import defs
            from orchestration.partitions import add_months, known_months, range_tags
        # Keeping a history costs as much as the tests do, and the terminal tells the story: only
        # runs that the web UI, a schedule or the sensor starts leave one.
        with dg.DagsterInstance.ephemeral() as instance:
            add_months(instance, all_months)
            tags = range_tags(known_months(instance), months) if months else {}
            job = defs.resolve_job_def(job_name)
            try:
                job.execute_in_process(
                    instance=instance,
                    tags=tags,
                    resources={"settings": settings, "progress": progress},
                    run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                )
            except dg.Failure as error:
                raise Failed(error.description or str(error)) from None
            except dg.DagsterError as error:
                raise Failed(str(error)) from None
            except dg.DagsterExecutionInterruptedError:
                raise KeyboardInterrupt from None
    known = settings.as_known
    release = (
        as_known_release(settings.publish_dir, known.release_name)
        if known
        else current_release(settings.publish_dir)
    )
    assert release is not None
    # The release is out: a disk that is full now takes nothing back.
    with contextlib.suppress(OSError):
        _write_timings(settings, progress.seconds, time.perf_counter() - started)
    return release


def _publish_only(settings: Settings, console: Console) -> Release:
    """Publish what an earlier refresh built and tested, and could not publish."""
    console.print("Publishing what an earlier refresh has built")
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


if __name__ == "__main__":
    sys.exit(main())
