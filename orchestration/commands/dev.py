"""Dagster's web UI on the same definitions, home and settings: `make dev`.

Belongs here: what must be in place before `dagster dev` starts. Does not belong here: anything a
run does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from orchestration.build.manifest import prepared_folder
from orchestration.commands.demo_landing import ensure_demo_landing
from orchestration.dagster.instance import end_dead_runs, open_instance
from orchestration.dagster.partitions import add_months
from orchestration.landing.folder import scan
from orchestration.raw.workspace import workspace
from orchestration.settings import PROJECT_ROOT, Settings


def start(settings: Settings, arguments: Sequence[str]) -> None:
    """Prepare demo world, parsed project and Dagster's home; then this process is `dagster dev`."""
    if settings.makes_demo_world:
        with workspace(settings, wait_seconds=0):
            ensure_demo_landing(settings)
    end_dead_runs(settings)
    prepared_folder()
    months = {delivery.month for delivery in scan(settings.landing_dir)}
    with open_instance(settings) as instance:
        add_months(instance, sorted(months))
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.chdir(PROJECT_ROOT)
    command = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions"]
    os.execv(sys.executable, [*command, *arguments])
