"""The build folder while a refresh works in it: locked, and with a build file that can be opened.

Belongs here: what must hold before the first step, whoever starts the refresh. Does not belong
here: the steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.lock import exclusive
from orchestration.settings import Settings

#: Where DuckDB's mark stands in a database file, and the mark.
_MARK_AT = 8
_MARK = b"DUCK"


@contextmanager
def workspace(settings: Settings, wait_seconds: float) -> Iterator[None]:
    """Hold the lock for the length of the block; raises `LockedError` after `wait_seconds`.

    A file that a killed process had only begun to write is removed: the build is disposable and is
    made again from the landing folder.
    """
    with exclusive(settings.lock_file, wait_seconds):
        if settings.build_file.exists() and not _is_database(settings.build_file):
            settings.build_file.unlink()
            settings.build_file.with_name(f"{settings.build_file.name}.wal").unlink(missing_ok=True)
        yield


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(_MARK_AT)
        return file.read(len(_MARK)) == _MARK
