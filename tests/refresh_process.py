"""A refresh in a process of its own, forked from one that has imported everything already.

Belongs here: what runs in that process. A refresh started anew pays five seconds for imports alone,
of which a test of what it does learns nothing. Does not belong here: fixtures (conftest.py), and
refreshes that are disturbed (reliability/child.py).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from pathlib import Path

PRELOADED = ["dbt.cli.main", "orchestration.definitions", "orchestration.refresh", __name__]


def refresh(environment: Mapping[str, str], output: Path) -> int:
    """The main job under this environment and no other; returns its exit code."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    process = processes.Process(target=_run, args=(dict(environment), output))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _run(environment: Mapping[str, str], output: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for file, stream in ((nothing, 0), (descriptor, 1), (descriptor, 2)):
        os.dup2(file, stream)
    from orchestration.refresh import main

    sys.exit(main())
