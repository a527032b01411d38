"""Work in a process of its own, forked from one that has imported everything already.

Belongs here: what runs in that process, a refresh above all. One started anew pays five seconds for
imports alone, of which a test of what it does learns nothing. It has read dbt's project already
too (tests/preloaded.py). Two things it does only where a test reads them: the docs pages of its
release, which are of the project and of no delivery, and its run in Dagster's history. Does not
belong here: fixtures (conftest.py), and refreshes that are disturbed (reliability/child.py).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

PRELOADED = [
    "dbt.cli.main",
    "orchestration.definitions",
    "orchestration.commands.refresh",
    "tests.preloaded",
    __name__,
]


def refresh(environment: Mapping[str, str], output: Path, in_full: bool) -> int:
    """The main job under this environment and no other; returns its exit code.

    Not in full, its docs pages are empty files, and Dagster's history learns nothing of it.
    """
    return run(_refresh, in_full, environment=environment, output=output)


def run(
    work: Callable[..., int], *arguments: object, environment: Mapping[str, str], output: Path
) -> int:
    """`work`, a function of a module, under this environment and no other; returns what it does.

    What it prints is in the file `output`.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    process = processes.Process(target=_run, args=(work, arguments, dict(environment), output))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _run(
    work: Callable[..., int],
    arguments: tuple[object, ...],
    environment: Mapping[str, str],
    output: Path,
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for file, stream in ((nothing, 0), (descriptor, 1), (descriptor, 2)):
        os.dup2(file, stream)
    sys.exit(work(*arguments))


def _refresh(in_full: bool) -> int:
    from orchestration.commands.command_line import main

    if not in_full:
        leave_out()
    return main(["run"])


def leave_out() -> None:
    """Let refreshes of this process write no docs pages and no history."""
    from orchestration.dagster import history
    from orchestration.publish import publishing

    publishing.write_pages = _write_empty_pages
    history.add_run = lambda *run: None


def _write_empty_pages(settings: object, folder: Path) -> list[str]:
    """In place of the docs pages: as many files of the same names."""
    from orchestration.publish.docs_pages import DOCS_FILE, LINEAGE_FILE

    for name in (DOCS_FILE, LINEAGE_FILE):
        (folder / name).touch()
    return []
