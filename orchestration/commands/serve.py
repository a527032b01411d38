"""Dagster for good: `python -m orchestration.commands.serve webserver` and `… serve daemon`.

Belongs here: what must be in place before either process starts, for systemd or a container. Does
not belong here: `dagster dev`, which is both in one for a desk (dev.py).

Two processes, one of each, over the same BUILD_DIR: the daemon watches schedules and sensors and
starts runs; the web server shows them. The process becomes Dagster's own, so signals reach it.
"""

from __future__ import annotations

import argparse
import os
import sys

from orchestration.build.manifest import ProjectError, prepared_folder
from orchestration.dagster.instance import end_dead_runs, prepare_home
from orchestration.machine.access import in_words
from orchestration.machine.lock import LockedError
from orchestration.machine.process import prepare_process
from orchestration.settings import PROJECT_ROOT, Settings, SettingsError

_MODULE = ["-m", "orchestration.definitions"]


def command(process: str, host: str, port: int) -> list[str]:
    """The command line of one of Dagster's processes."""
    if process == "daemon":
        return ["dagster-daemon", "run", *_MODULE]
    return ["dagster-webserver", *_MODULE, "--host", host, "--port", str(port)]


def main() -> int:
    """Prepare Dagster's home and the parsed project; then this process is Dagster's."""
    prepare_process()
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.commands.serve", description=__doc__
    )
    parser.add_argument("process", choices=("webserver", "daemon"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3000)
    options = parser.parse_args()
    try:
        settings = Settings.from_environment()
        prepared_folder()
        home = prepare_home(settings)
        if options.process == "daemon":
            end_dead_runs(settings)
    except (SettingsError, ProjectError, LockedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return 1
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.chdir(PROJECT_ROOT)
    name, *arguments = command(options.process, options.host, options.port)
    program = os.path.join(os.path.dirname(sys.executable), name)
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    sys.exit(main())
