"""What must outlast a power cut.

Belongs here: telling the operating system to write to disk. Does not belong here: what is written,
and in which order (publishing.py, person_key.py).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def sync(path: Path) -> None:
    """Have the operating system write a file or a folder's list of names to disk.

    Windows opens no folder, and flushes only for those who may write.
    """
    is_windows = sys.platform == "win32"
    if is_windows and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if is_windows else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(file: Path, text: str) -> None:
    """Write beside the file and rename: a reader of the folder never finds half of it."""
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_text(text, encoding="utf-8")
    sync(unfinished)
    os.replace(unfinished, file)
