"""What a refresh would say of the landing folder, found out by doing it on a copy.

Belongs here: loading what is new as a refresh does, on a private copy of the build file, and asking
of it what the audit will ask of the extracts. Does not belong here: the load itself (raw_assets.py)
and anything that dbt builds.

The steps are Dagster's assets themselves, so that there is no second list of them to keep alike.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from orchestration.commands.refresh import look_finished, up_to_date_release
from orchestration.machine.access import make_private_folder
from orchestration.machine.lock import exclusive
from orchestration.machine.progress import Silent
from orchestration.publish.audit import refuse_quarantine
from orchestration.publish.publishing import refuse_demo_over_real
from orchestration.raw.arrivals import Arrivals
from orchestration.raw.in_force import known_files
from orchestration.raw.store import open_store
from orchestration.raw.workspace import REHEARSAL, log_of, remove_rehearsals, workspace
from orchestration.settings import Settings


class NoRoomError(Exception):
    """The disk does not hold a copy of the build; the text says what was not looked at, and why."""


def rehearse(settings: Settings) -> Arrivals:
    """Look at landing and load all months with anything new, on a copy that is removed afterwards.

    Raises what a refresh would raise (failures.PLAIN_ERRORS), with the same text; `NoRoomError`,
    and `LockedError` while a refresh is at work. With nothing to load, only what the extracts
    loaded before have in quarantine is judged, where a refresh would come to that.
    """
    refuse_demo_over_real(settings)
    arrivals = look_finished(settings, restamps=False)
    if arrivals.months:
        with _copy(settings, arrivals) as copy:
            arrivals = look_finished(copy)
            if arrivals.months:
                _load(copy, arrivals)
            _judge(copy.build_file, settings, arrivals)
    else:
        with exclusive(settings.lock_file):
            _judge(settings.build_file, settings, arrivals)
    return arrivals


def _judge(build_file: Path, settings: Settings, arrivals: Arrivals) -> None:
    """Raise `AuditError` where a release is due, and too much of it would be in quarantine."""
    if up_to_date_release(settings, arrivals) is None:
        with open_store(build_file, read_only=True) as connection:
            refuse_quarantine(connection, settings, known_files(connection))


def _load(settings: Settings, arrivals: Arrivals) -> None:
    """Run the job that loads. Not with all of Dagster's definitions, for which dbt would parse."""
    import warnings

    import dagster as dg

    warnings.filterwarnings("ignore", category=dg.BetaWarning)
    from orchestration.commands.job_run import run_job
    from orchestration.dagster import jobs, raw_assets

    load = dg.Definitions(
        assets=raw_assets.ALL,
        jobs=[jobs.LOAD],
        resources={
            "settings": settings,
            "progress": Silent(),
            "months": raw_assets.checked_months,
        },
        executor=jobs.EXECUTOR,
    ).resolve_job_def(jobs.LOAD.name)
    run_job(load, settings, Silent(), arrivals.all_months, arrivals.months)


@contextmanager
def _copy(settings: Settings, arrivals: Arrivals) -> Iterator[Settings]:
    """The settings, with a build folder of its own that has a copy of the build file.

    The lock of the true one is held only while the file is copied. A key for people that is not
    there yet is not made either: another one does as well.
    """
    made = [path for path in (settings.build_dir, *settings.build_dir.parents) if not path.exists()]
    make_private_folder(settings.build_dir)
    remove_rehearsals(settings.build_dir)
    folder = Path(tempfile.mkdtemp(prefix=REHEARSAL, dir=settings.build_dir))
    copy = replace(settings, build_dir=folder)
    if "PERSON_KEY" not in os.environ and not settings.person_key_file.exists():
        copy = replace(copy, person_key_file=folder / settings.person_key_file.name)
    try:
        with exclusive(copy.lock_file):
            _copy_build(settings, copy, arrivals)
            with workspace(copy, wait_seconds=0.0):
                yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for path in made:
            with suppress(OSError):
                path.rmdir()


def _copy_build(settings: Settings, copy: Settings, arrivals: Arrivals) -> None:
    build, to = settings.build_file, copy.build_file
    files = [file for file in (build, log_of(build)) if file.exists()]
    # The extracts take no more room than their text: loaded, and once more spilled to disk.
    needed = sum(file.stat().st_size for file in files) + 2 * arrivals.new_bytes
    free = shutil.disk_usage(settings.build_dir).free
    if free < needed:
        raise NoRoomError(
            f"{arrivals.named} not loaded yet; no trial load, because {settings.build_dir} has "
            f"{free / 1e9:.1f} GB free and a trial copy may need {needed / 1e9:.1f} GB"
        )
    if files:
        with exclusive(settings.lock_file):
            for source, target in zip((build, log_of(build)), (to, log_of(to)), strict=True):
                if source.exists():
                    shutil.copyfile(source, target)
