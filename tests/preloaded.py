"""dbt's project, read once by the process that others are forked from.

Belongs here: what every refresh reads anew and finds the same, since no test changes the project
itself. Imported in that process (PRELOADED of refresh_process.py, and of reliability/child.py).
Does not belong here: starting processes.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

# dbt imports it only when it is at work.
import dbt.adapters.duckdb.impl  # noqa: F401

from orchestration.build import manifest
from orchestration.settings import PROJECT_ROOT

_read = manifest.manifest_object
_ready: list[Any] = []
# A project that cannot be read is told by whoever needs it.
with contextlib.suppress(manifest.ProjectError):
    _ready.append(_read())


def hand_out_manifest() -> None:
    """Let this process use what was read before it was forked; once, for dbt writes in it."""

    def ready(root: Path = PROJECT_ROOT) -> Any:
        return _ready.pop() if _ready and root == PROJECT_ROOT else _read(root)

    manifest.manifest_object = ready
