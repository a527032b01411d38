"""The build folder while a refresh works in it: locked, private, and with a build file that opens.

Belongs here: what must hold before the first step, whoever starts the refresh. Does not belong
here: the steps.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from orchestration.machine.access import (
    make_private_folder,
    may,
    no_rights,
    owner_only,
    tighten,
    unusable,
)
from orchestration.machine.lock import LockedError, exclusive
from orchestration.raw.store import spill_folder
from orchestration.settings import LOCK_FILE, Settings

#: How the folders begin in which a load is rehearsed; each holds a lock of its own.
REHEARSAL = "rehearsal-"

#: What DuckDB raises for a file that is no database, or not a whole one.
_BROKEN = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
)
#: How its message begins where the file is whole, but open in another program.
_IN_USE = "IO Error: Could not set lock on file"


@contextmanager
def workspace(settings: Settings, wait_seconds: float) -> Iterator[None]:
    """Hold the lock for the length of the block; raises `LockedError` after `wait_seconds`.

    Raises `PermissionError` where the folder or its files may not be read and written.

    A build file that a killed process had only begun to write is removed: the build is disposable
    and is made again from the landing folder. So is what DuckDB had spilled to disk, which it
    clears away by itself only where it ends in order, and what a killed rehearsal left.
    """
    file, lock = settings.build_file.name, settings.lock_file.name
    if place := unusable(settings.build_dir, file, lock):
        raise no_rights(place)
    make_private_folder(settings.build_dir)
    with owner_only(), exclusive(settings.lock_file, wait_seconds):
        _rename_earlier(settings)
        for path in _private(settings):
            tighten(path)
        remove_rehearsals(settings.build_dir)
        shutil.rmtree(spill_folder(settings.build_file), ignore_errors=True)
        if settings.build_file.exists() and not is_whole(settings.build_file):
            settings.build_file.unlink()
            log_of(settings.build_file).unlink(missing_ok=True)
        yield


def _rename_earlier(settings: Settings) -> None:
    """A build made before 29 November 2026 was named after its world alone: take it over."""
    earlier = settings.build_dir / f"{settings.world}.duckdb"
    if earlier.exists() and not settings.build_file.exists():
        # The log first: without its database DuckDB does not miss it.
        for path in (log_of, Path):
            if path(earlier).exists():
                path(earlier).rename(path(settings.build_file))


def remove_rehearsals(build_dir: Path) -> None:
    """Remove the copies that killed rehearsals left; those under way hold their lock."""
    for folder in build_dir.glob(f"{REHEARSAL}*"):
        with suppress(LockedError), exclusive(folder / LOCK_FILE):
            shutil.rmtree(folder, ignore_errors=True)


def is_whole(build_file: Path) -> bool:
    """Whether DuckDB can open the file. Raises `duckdb.IOException` while another program has it,
    or where there are no rights to it."""
    try:
        duckdb.connect(str(build_file), read_only=True).close()
    except _BROKEN as error:
        if str(error).startswith(_IN_USE) or not may(build_file, os.R_OK | os.W_OK):
            raise
        return False
    return True


def log_of(build_file: Path) -> Path:
    """DuckDB's write-ahead log of the file."""
    return build_file.with_name(f"{build_file.name}.wal")


def _private(settings: Settings) -> tuple[Path, ...]:
    """What holds personal data or may do so, in a build folder that was made by someone else."""
    file = settings.build_file
    folders = (settings.dbt_target.parent, settings.log_dir, settings.dagster_home)
    return (file, log_of(file), spill_folder(file), *folders)
