"""Dagster for good: `python -m orchestration serve webserver` and `… serve daemon`.

Belongs here: what must be in place before either process starts, for systemd or a container. Does
not belong here: `dagster dev`, which is both in one for a desk (dev.py).

Two processes, one of each, over the same BUILD_DIR: the daemon watches schedules and sensors and
starts runs; the web server shows them. The process becomes Dagster's own, so signals reach it.
"""

from __future__ import annotations

import os
import sys

from orchestration.build.manifest import prepared_folder
from orchestration.dagster.instance import end_dead_runs, prepare_home
from orchestration.settings import PROJECT_ROOT, Settings

_MODULE = ["-m", "orchestration.definitions"]


def command(process: str, host: str, port: int) -> list[str]:
    """The command line of one of Dagster's processes."""
    if process == "daemon":
        return ["dagster-daemon", "run", *_MODULE]
    return ["dagster-webserver", *_MODULE, "--host", host, "--port", str(port)]


def start(settings: Settings, process: str, host: str, port: int) -> None:
    """Prepare Dagster's home and the parsed project; then this process is Dagster's."""
    prepared_folder()
    home = prepare_home(settings)
    if process == "daemon":
        end_dead_runs(settings)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.chdir(PROJECT_ROOT)
    name, *arguments = command(process, host, port)
    program = os.path.join(os.path.dirname(sys.executable), name)
    os.execv(program, [program, *arguments])
