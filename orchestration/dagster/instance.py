"""Dagster's home: the history of runs and the known months, kept under BUILD_DIR.

Belongs here: preparing that folder and opening it. Does not belong here: definitions.

The web UI, schedules and the sensor use it. Refreshes of the command line are added once they have
ended (history.py).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.machine.access import make_private_folder
from orchestration.machine.lock import LockedError, exclusive
from orchestration.raw.workspace import workspace
from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

_CONFIG = Path(__file__).with_name("dagster.yaml")

#: Making the databases of a new home takes seconds; longer than this, something is stuck.
_OPENING_SECONDS = 120.0


def prepare_home(settings: Settings) -> Path:
    """Make Dagster's home, its configuration and databases in it; returns the folder.

    Raises `LockedError` where another process makes it and does not come to an end.
    """
    with open_instance(settings):
        return settings.dagster_home


def end_dead_runs(settings: Settings) -> int:
    """Mark the runs that were under way when Dagster was killed as failed; returns how many.

    Only one run works at a time, so a dead one that still counts as under way would hold up all
    that come after it. A run at work holds the build's lock: while it is held, nothing is dead.
    To be called before Dagster starts.
    """
    import dagster as dg

    status = dg.DagsterRunStatus
    under_way = [status.STARTING, status.STARTED, status.CANCELING]
    try:
        with workspace(settings, wait_seconds=0), open_instance(settings) as instance:
            filters = dg.RunsFilter(statuses=under_way)
            return mark_failed(instance, filters, "The process running it was killed.")
    except LockedError:
        return 0


def mark_failed(instance: dg.DagsterInstance, filters: dg.RunsFilter, why: str) -> int:
    """Mark the runs that the filters find as failed; returns how many."""
    runs = instance.get_runs(filters=filters)
    for run in runs:
        instance.report_run_failed(run, why)
    return len(runs)


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Open the home; a context manager that closes it again.

    One process after the other: two that make the databases at the same time both write into them
    which version they are of, and no process can open them after that.
    """
    import dagster as dg

    make_private_folder(settings.build_dir)
    with exclusive(settings.dagster_home / "opening.lock", _OPENING_SECONDS):
        _configure(settings.dagster_home)
        return dg.DagsterInstance.from_config(str(settings.dagster_home))


def _configure(home: Path) -> None:
    """Give the home the project's configuration, in one step: another process may read it now."""
    configuration = home / _CONFIG.name
    if not configuration.exists() or configuration.read_bytes() != _CONFIG.read_bytes():
        fresh = configuration.with_suffix(".new")
        shutil.copyfile(_CONFIG, fresh)
        fresh.replace(configuration)
