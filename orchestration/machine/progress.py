"""Telling a person what is being done: the interface that steps report to, and two listeners.

Belongs here: progress bars and the seconds of each step. Does not belong here: results
(scorecard.py).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

#: What each step is called in front of a person.
_TITLES = {
    "prepare": "Get ready",
    "check": "Check the deliveries",
    "load": "Load the extracts",
    "build": "Score and test",
    "publish": "Publish the release",
    "record": "Add to run history",
}


class Step(Protocol):
    """A step under way."""

    def advance(self, done: str, count: int = 1) -> None:
        """`done` (a file, a table, a test) is finished."""


class Progress(Protocol):
    """Where the steps of a refresh report to."""

    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Step]:
        """A context that lasts as long as the step; `total` is how often it will advance."""
        ...


class Silent:
    """Reports to nobody: Dagster's own log tells the story."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Step]:
        yield self

    def advance(self, done: str, count: int = 1) -> None:
        pass


class _Bar:
    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, done: str, count: int = 1) -> None:
        self._bars.update(self._task, advance=count, detail=done[:40])


class Terminal:
    """Draws a line with a bar per step and keeps the seconds that each took.

    A step that is entered several times (one dataset after another) stays one line.
    """

    def __init__(self, console: Console) -> None:
        self.seconds: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._bars = Bars(
            TextColumn("  {task.fields[mark]} [bold]{task.description:<22}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[detail]}"),
            console=console,
        )

    def __enter__(self) -> Terminal:
        self._bars.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._bars.stop()

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Step]:
        started = time.perf_counter()
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(_TITLES[name], total=0, mark="·", detail="")
        task = self._tasks[name]
        so_far = self._bars.tasks[task].total or 0
        self._bars.update(task, total=so_far + (total or 1), mark="[yellow]▸[/]")
        try:
            yield _Bar(self._bars, task)
        except BaseException:
            self._bars.update(task, mark="[red]✗[/]", detail="")
            raise
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        if total is None:
            self._bars.update(task, advance=1)
        self._bars.update(task, mark="[green]✓[/]", detail="")
