"""dbt's project, read once by the process that others are forked from: they inherit it.

Belongs here: what every refresh reads anew and finds the same, since no test changes the project
itself. Imported in that process (PRELOADED of refresh_process.py, and of reliability/child.py).
Does not belong here: starting processes.
"""

import contextlib

# dbt imports it only when it is at work.
import dbt.adapters.duckdb.impl  # noqa: F401

from orchestration.build.manifest import ProjectError, manifest_object

# A project that cannot be read is told by whoever needs it.
with contextlib.suppress(ProjectError):
    manifest_object()
