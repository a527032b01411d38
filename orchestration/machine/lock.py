"""One refresh at a time: the lock that a process holds on BUILD_DIR while it works.

Belongs here: taking, holding and naming the holder of the lock. Does not belong here: what is done
under it.

The operating system drops the lock when its process ends, however it ends, so a killed refresh
never leaves a lock behind. The text in the file only tells a person who holds it.

Of the library only the lock on an open file is taken, which has no way out where a file system
knows no locks. Windows keeps the locked byte, the file's first, from all other readers: the text
begins behind it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from orchestration.machine.access import make_private_folder

#: The byte that is locked, and more than any holder's text is long.
_LOCKED, _TEXT = 1, 200

#: Locks this process holds already: a step inside a refresh may ask again for its own lock.
_held: set[Path] = set()


class LockedError(Exception):
    """Another process is working in the same folder."""


@contextmanager
def exclusive(lock_file: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold `lock_file` for the length of the block.

    Waits up to `wait_seconds` for another process, then raises `LockedError` naming it. Asking
    again from the process that holds it succeeds at once.
    """
    lock_file = lock_file.absolute()
    if lock_file in _held:
        yield
        return
    make_private_folder(lock_file.parent)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, lock_file, wait_seconds)
        try:
            started = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
            _say(descriptor, f"process {os.getpid()}, started {started}")
            _held.add(lock_file)
            yield
        finally:
            _held.discard(lock_file)
            _say(descriptor, "")
            unlock_descriptor(descriptor)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, lock_file: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while not lock_descriptor(descriptor, blocking=False):
        if time.monotonic() >= deadline:
            os.lseek(descriptor, _LOCKED, os.SEEK_SET)
            holder = os.read(descriptor, _TEXT).decode(errors="replace") or "another process"
            raise LockedError(
                f"Another refresh is running in {lock_file.parent} ({holder}). "
                "Nothing was changed; try again when it has finished."
            )
        time.sleep(min(1.0, max(0.05, wait_seconds / 20)))


def _say(descriptor: int, holder: str) -> None:
    """Put the holder's text into the file, in the place of an older one."""
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, b" " * _LOCKED + holder.encode())
