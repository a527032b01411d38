"""A refresh in a process that may be killed, and the journal that proves where it was.

Belongs here: what runs inside that process. It is the refresh as users start it, with functions
wrapped from outside: each start and end of a step, of a dbt node and of a named function becomes a
line of the journal, and at the point asked for the process kills itself with SIGKILL, right after
the line that says so. Nothing in the product knows about it.

Does not belong here: choosing points (points.py), and what is expected afterwards (trial.py).
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.refresh_process import leave_out
from tests.reliability.points import Point, phase_of

#: What a process starts from that is not to import everything anew each time.
PRELOADED = [
    *("dbt.cli.main", "orchestration.definitions"),
    *("tests.preloaded", "tests.reliability.child"),
]


def run(
    environment: Mapping[str, str],
    journal: Path,
    output: Path,
    point: Point | None,
    in_full: bool = True,
) -> None:
    """`python -m orchestration run` in this process, which ends with its exit code."""
    os.environ.update(environment)
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(descriptor, stream.fileno())
    if not in_full:
        leave_out()
    Observer(journal, point).install()
    from orchestration.commands.command_line import main

    code = main(["run"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class Observer:
    """Wraps what is to be watched, writes the journal, and kills at `point`."""

    def __init__(self, journal: Path, point: Point | None) -> None:
        self._journal = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._point = point
        self._calls = 0
        self._lines: list[dict[str, Any]] = []
        self._lock = threading.RLock()

    def install(self) -> None:
        from dbt.task.base import BaseRunner

        from orchestration.machine import progress

        self._watch_steps(progress)
        self._watch_nodes(BaseRunner)
        if self._point is not None and not self._point.is_node:
            owner = importlib.import_module(self._point.module)
            for name in self._point.name.split(".")[:-1]:
                owner = getattr(owner, name)
            name = self._point.name.rsplit(".", 1)[-1]
            # A name that the product no longer has must be noticed, not passed over.
            setattr(owner, name, self._killing(getattr(owner, name)))

    def _write(self, **line: Any) -> None:
        with self._lock:
            self._lines.append({"at": time.time(), **line})
            os.write(self._journal, f"{json.dumps(self._lines[-1])}\n".encode())

    def _watch_steps(self, progress: Any) -> None:
        observer, step, advance = self, progress.Terminal.step, progress._Bar.advance

        class Watched:
            def __init__(self, name: str, inner: Any) -> None:
                self.name, self.inner = name, inner

            def __enter__(self) -> Any:
                observer._write(begin=self.name)
                return self.inner.__enter__()

            def __exit__(self, *details: object) -> None:
                self.inner.__exit__(*details)
                observer._write(end=self.name)

        def watched_step(terminal: Any, name: str, total: int | None = None) -> Any:
            return Watched(name, step(terminal, name, total))

        def watched_advance(bar: Any, done: str, count: int = 1) -> None:
            observer._write(done=done)
            advance(bar, done, count)

        progress.Terminal.step = watched_step
        progress._Bar.advance = watched_advance

    def _watch_nodes(self, runner: Any) -> None:
        run_node = runner.run_with_hooks

        @functools.wraps(run_node)
        def watched(this: Any, manifest: Any) -> Any:
            kind = "test" if this.node.resource_type in ("test", "unit_test") else "model"
            self._write(begin=f"{kind} {this.node.name}")
            call: Callable[..., Any] = run_node
            if self._point is not None and self._point.name == f"{kind} nodes":
                call = self._killing(run_node)
            result = call(this, manifest)
            self._write(end=f"{kind} {this.node.name}")
            return result

        runner.run_with_hooks = watched

    def _killing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        point = self._point
        assert point is not None

        @functools.wraps(function)
        def killing(*arguments: Any, **named: Any) -> Any:
            with self._lock:
                # Functions of the standard library are called in other phases as well.
                self._calls += phase_of(self._lines) == point.phase
                is_it = self._calls == point.call
            if is_it and point.moment == "before":
                self._kill()
            if is_it and point.moment == "during":
                threading.Thread(target=self._kill_later, daemon=True).start()
            result = function(*arguments, **named)
            if is_it and point.moment != "before":
                self._kill()
            return result

        return killing

    def _kill_later(self) -> None:
        assert self._point is not None
        time.sleep(self._point.after_seconds)
        self._kill()

    def _kill(self) -> None:
        self._write(killed=str(self._point))
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
