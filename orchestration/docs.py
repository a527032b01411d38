"""The dbt docs as one static file: `python -m orchestration.docs`.

Belongs here: generating the page from the last build. Does not belong here: what the page says
(models/overview.md and the descriptions beside the models).
"""

from __future__ import annotations

import shutil
import sys

from orchestration.lock import LockedError, exclusive
from orchestration.settings import PROJECT_ROOT, Settings, SettingsError


def main() -> int:
    """Write `docs.html` into the build folder and say where it is."""
    try:
        settings = Settings.from_environment()
        if not settings.build_file.exists():
            print(f"There is no build in {settings.build_dir}: start with `make run`.")
            return 1
        with exclusive(settings.lock_file):
            return _generate(settings)
    except (SettingsError, LockedError) as error:
        print(error, file=sys.stderr)
        return 2


def _generate(settings: Settings) -> int:
    import os

    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    target = settings.build_dir / "docs"
    os.environ["BUILD_FILE"] = str(settings.build_file)
    outcome = dbtRunner().invoke(
        [
            *("--log-level", "warn", "--log-path", str(settings.log_dir)),
            *("docs", "generate", "--static"),
            *("--project-dir", str(PROJECT_ROOT), "--profiles-dir", str(PROJECT_ROOT)),
            *("--target-path", str(target)),
        ]
    )
    DuckDBConnectionManager.close_all_connections()
    if not outcome.success:
        print(f"dbt could not write the docs: {outcome.exception}", file=sys.stderr)
        return 1
    page = settings.build_dir / "docs.html"
    shutil.move(target / "static_index.html", page)
    print(f"Docs: {page} ({page.stat().st_size / 1e6:.1f} MB, opens without a server)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
