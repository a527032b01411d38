"""DuckDB's work in a thread beside work of this one.

Belongs here: starting, joining and breaking off such a thread. Does not belong here: what is done
in it, and memory: both sides together must stay within what a machine has.

DuckDB lets go of Python while it works, so that statements and Python's own work take a core each.
A thread and no process: whatever kills this process ends both, and nobody goes on writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import duckdb

Done = TypeVar("Done")

#: Between two statements there is nothing to interrupt: asked so often, in seconds, until it ends.
_ASK_EVERY = 0.05


@contextmanager
def beside(
    connection: duckdb.DuckDBPyConnection, work: Callable[..., Done], *arguments: object
) -> Iterator[Future[Done]]:
    """Do `work` on `connection`, which nothing else may use, while the block runs.

    Behind the block the work is done. An error of either side is raised there; where it is the
    block's own, or Ctrl-C, the work is broken off first.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside") as thread:
        future = thread.submit(work, connection, *arguments)
        try:
            yield future
            future.result()
        except BaseException:
            while not future.done():
                connection.interrupt()
                time.sleep(_ASK_EVERY)
            raise
