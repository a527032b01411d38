"""Dagster's home: the history of runs and the known months, kept under BUILD_DIR.

Belongs here: preparing that folder and opening it. Does not belong here: definitions.

The web UI, schedules and the sensor use it. A refresh by hand keeps no history, see refresh.py.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

_CONFIG = Path(__file__).with_name("dagster.yaml")


def prepare_home(settings: Settings) -> Path:
    """Make Dagster's home with the project's configuration in it; returns the folder."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_CONFIG, settings.dagster_home / _CONFIG.name)
    return settings.dagster_home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Open the home; a context manager that closes it again."""
    import dagster as dg

    return dg.DagsterInstance.from_config(str(prepare_home(settings)))
