"""DuckDB's work in a thread beside work of this one.

Belongs here: starting, joining and breaking off such a thread. Does not belong here: what is done
in it, and memory: both sides together must stay within what a machine has.

DuckDB lets go of Python while it works, so that statements and Python's own work take a core each.
A thread and no process: whatever kills this process ends both, and nobody goes on writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import duckdb

Done = TypeVar("Done")

#: Between two statements there is nothing to interrupt: asked so often, in seconds, until it ends.
_ASK_EVERY = 0.05


class Beside:
    """Works on one connection that nothing else uses, in the order in which they are asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, thread: Executor) -> None:
        self._connection = connection
        self._thread = thread
        self._works: list[Future] = []

    def do(self, work: Callable[..., Done], *arguments: object) -> Future[Done]:
        """Have `work` done behind those before; where one of them fails, it fails as well."""
        future = self._thread.submit(self._follow, tuple(self._works), work, arguments)
        self._works.append(future)
        return future

    def join(self) -> None:
        """Wait until all is done; raises what a work raised."""
        for future in self._works:
            future.result()

    def break_off(self) -> None:
        """End what is under way and begin nothing more."""
        # Behind the one that is under way, none is left to begin.
        while not all([future.cancel() or future.done() for future in self._works]):
            self._connection.interrupt()
            time.sleep(_ASK_EVERY)

    def _follow(
        self, before: tuple[Future, ...], work: Callable[..., Done], arguments: tuple[object, ...]
    ) -> Done:
        for future in before:
            future.result()
        return work(self._connection, *arguments)


@contextmanager
def beside(connection: duckdb.DuckDBPyConnection) -> Iterator[Beside]:
    """Work on `connection`, which nothing else may use, while the block runs.

    Behind the block the work is done. An error of either side is raised there; where it is the
    block's own, or Ctrl-C, the work is broken off first.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside") as thread:
        works = Beside(connection, thread)
        try:
            yield works
            works.join()
        except BaseException:
            works.break_off()
            raise
