"""One `dbt build` without tests, as a process of its own: `run_dbt <build file> <target folder>`.

The parsed project is the one that refreshes use, so that nothing is parsed again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(build_file: Path, target: Path) -> int:
    """Build every seed and model; 0 when all succeed."""
    os.environ["BUILD_FILE"] = str(build_file)
    from dbt.cli.main import dbtRunner

    from orchestration.manifest import manifest_object
    from orchestration.settings import PROJECT_ROOT

    outcome = dbtRunner(manifest=manifest_object(build_file)).invoke(
        [
            *("--log-level", "warn"),
            "build",
            *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
            *("--project-dir", str(PROJECT_ROOT), "--profiles-dir", str(PROJECT_ROOT)),
            *("--target-path", str(target), "--log-path", str(target)),
        ]
    )
    return 0 if outcome.success else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
