"""One `dbt build` alone, without a refresh around it: for refresh_process.py.

Belongs here: starting dbt on the parsed project that refreshes use, or on that of a changed copy.
Does not belong here: what is built, and who asks.
"""

from __future__ import annotations

import os
from pathlib import Path

from orchestration.settings import PROJECT_ROOT, SOLUTION_AREAS, Settings


def build(build_file: Path, target: Path, root: Path = PROJECT_ROOT, tests: bool = True) -> int:
    """Build every seed and model of the project in `root`, tested or not; 0 when all succeed."""
    os.environ["BUILD_FILE"] = str(build_file)
    os.environ.setdefault(SOLUTION_AREAS, ",".join(Settings.solution_areas))
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    from orchestration.build.manifest import manifest_object

    untested = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    outcome = dbtRunner(manifest=manifest_object(root)).invoke(
        [
            *("--log-level", "warn"),
            "build",
            *(() if tests else untested),
            *("--project-dir", str(root), "--profiles-dir", str(root)),
            *("--target-path", str(target), "--log-path", str(target)),
        ]
    )
    # The forked process ends without letting go of anything: the file must be whole before.
    DuckDBConnectionManager.close_all_connections()
    return 0 if outcome.success else 1
