"""DuckDB's work beside other work: both are done, or neither goes on.

Acts: whoever changes beside.py.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import duckdb
import pytest

from orchestration.machine.beside import beside

_SECONDS = 60
#: Would take hours.
_ENDLESS = "select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def _endless(connection: duckdb.DuckDBPyConnection, started: threading.Event) -> None:
    started.set()
    connection.execute(_ENDLESS)


def _many(connection: duckdb.DuckDBPyConnection, started: threading.Event) -> None:
    while True:
        connection.execute("select sum(range) from range(200000)")
        started.set()


def test_both_are_at_work_at_once(connection: duckdb.DuckDBPyConnection) -> None:
    here, there = threading.Event(), threading.Event()

    def work(connection: duckdb.DuckDBPyConnection, number: int) -> int:
        there.set()
        assert here.wait(_SECONDS)
        (found,) = connection.execute("select ? + 1", [number]).fetchone() or (0,)
        return found

    with beside(connection) as works:
        done = works.do(work, 41)
        assert there.wait(_SECONDS)
        here.set()
    assert done.result() == 42


def test_an_error_of_the_work_is_raised_behind_the_block(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    def fail(connection: duckdb.DuckDBPyConnection) -> None:
        raise OSError("disk full")

    reached = False
    with pytest.raises(OSError, match="disk full"), beside(connection) as works:
        works.do(fail)
        reached = True
    assert reached


def test_works_are_done_one_after_the_other(connection: duckdb.DuckDBPyConnection) -> None:
    done: list[int] = []

    def work(connection: duckdb.DuckDBPyConnection, number: int) -> None:
        connection.execute("select sum(range) from range(200000)")
        done.append(number)

    with beside(connection) as works:
        for number in range(5):
            works.do(work, number)
    assert done == [0, 1, 2, 3, 4]


def test_nothing_follows_what_has_failed(connection: duckdb.DuckDBPyConnection) -> None:
    done: list[str] = []

    def fail(connection: duckdb.DuckDBPyConnection) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), beside(connection) as works:
        works.do(fail)
        works.do(lambda connection: done.append("parquet"))
    assert done == []


@pytest.mark.parametrize("work", [_endless, _many])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_the_work_is_broken_off_where_the_block_fails(
    work: object, error: type[BaseException], connection: duckdb.DuckDBPyConnection
) -> None:
    started = threading.Event()
    with pytest.raises(error), beside(connection) as works:
        done = works.do(work, started)  # type: ignore[arg-type]
        behind = works.do(work, started)  # type: ignore[arg-type]
        assert started.wait(_SECONDS)
        raise error
    assert behind.cancelled()
    assert isinstance(done.exception(timeout=0), duckdb.InterruptException)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("beside")]
    assert connection.execute("select 1").fetchall() == [(1,)]
