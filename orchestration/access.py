"""Who may read what a refresh leaves behind.

Belongs here: rights of files and folders. Does not belong here: where they lie (settings.py), and
the secret key, which looks after itself (person_key.py).

The build folder holds names and e-mails of people, in the build file, in its write-ahead log and in
what DuckDB spills to disk. So everything made while a refresh works is for its owner alone; only
what publishing makes has the rights that the process was started with (its umask).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Takes all rights from the group and from others.
_OWNER_ONLY = stat.S_IRWXG | stat.S_IRWXO

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
