"""Who may read what a refresh leaves behind.

Belongs here: rights of files and folders, and saying which of them are missing. Does not belong
here: where they lie (settings.py), and the secret key, which looks after itself (person_key.py).

The build folder holds names and e-mails of people, in the build file, in its write-ahead log and in
what DuckDB spills to disk. So everything made while a refresh works is for its owner alone; only
what publishing makes has the rights that the process was started with (its umask).
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Takes all rights from the group and from others.
_OWNER_ONLY = stat.S_IRWXG | stat.S_IRWXO

_DENIED_TO_DUCKDB = re.compile(r'Cannot open file "(?P<file>.+)": Permission denied')

#: The umask that the process was started with, while `owner_only` is in force.
_configured: list[int] = []


@contextmanager
def owner_only() -> Iterator[None]:
    """New files and folders are for their owner alone, for the length of the block."""
    before = os.umask(_OWNER_ONLY)
    _configured.append(before)
    try:
        yield
    finally:
        _configured.pop()
        os.umask(before)


@contextmanager
def as_configured() -> Iterator[None]:
    """Inside `owner_only`: new files have the rights that the process was started with."""
    before = os.umask(_configured[0]) if _configured else None
    try:
        yield
    finally:
        if before is not None:
            os.umask(before)


def may(path: Path, rights: int) -> bool:
    """Whether this process has the rights (os.R_OK and so on), by whatever it has them."""
    # Capabilities that a service was given count for it as it acts, not as the user it is.
    is_effective = os.access in os.supports_effective_ids
    return os.access(path, rights, effective_ids=is_effective)


def unusable(folder: Path, *names: str) -> Path | None:
    """What of a folder may not be read and written; None where all may.

    It is the folder itself, the nearest one above it where it has still to be made, or the first of
    the files of these names in it.
    """
    there = nearest(folder)
    needed = os.W_OK | os.X_OK | (os.R_OK if there == folder else 0)
    if not may(there, needed):
        return there
    files = [folder / name for name in names if os.path.exists(folder / name)]
    return next((file for file in files if not may(file, os.R_OK | os.W_OK)), None)


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    # Not Path.exists, which ends where a folder may not be entered.
    return next(path for path in (folder, *folder.parents) if os.path.exists(path))


def no_rights(place: Path) -> PermissionError:
    """The error that the system would raise sooner or later."""
    return PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def in_words(error: Exception) -> str:
    """The error for a person: where rights are missing, on what, and what to do."""
    if isinstance(error, PermissionError) and error.filename is not None:
        place = os.fsdecode(error.filename)
    elif denied := _DENIED_TO_DUCKDB.search(str(error)):
        place = denied["file"]
    else:
        return str(error)
    user = f" (user id {os.geteuid()})" if hasattr(os, "geteuid") else ""
    return (
        f"{os.strerror(errno.EACCES)}: {place}. Give the user that runs this{user} permission to "
        "read, write and enter it, or choose a different location (LANDING_DIR, BUILD_DIR, "
        "PUBLISH_DIR, PERSON_KEY_FILE)."
    )


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; one that is there stays as it is."""
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)


def tighten(path: Path) -> None:
    """Take the rights of group and others from a file or folder; nothing where it is absent."""
    try:
        mode = stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:
        return
    if mode & _OWNER_ONLY and not path.is_symlink():
        path.chmod(mode & ~_OWNER_ONLY)
