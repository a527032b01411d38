"""Dagster's home, made by whoever comes first. Acts: whoever changes instance.py or serve.py."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage

from orchestration.dagster.instance import open_instance
from orchestration.machine.lock import LockedError, exclusive
from orchestration.settings import Settings


def _open(settings: Settings, start: Barrier) -> None:
    """Open the home, with so long a step in it that processes which do not wait collide."""
    stamp = sqlite_schedule_storage.stamp_alembic_rev

    def slow(*arguments: Any, **named: Any) -> None:
        time.sleep(0.5)
        stamp(*arguments, **named)

    sqlite_schedule_storage.stamp_alembic_rev = slow  # type: ignore[assignment]
    start.wait()
    open_instance(settings).dispose()


def test_processes_that_start_together_make_one_home(settings: Settings) -> None:
    spawning = multiprocessing.get_context("spawn")
    start = spawning.Barrier(3)
    processes = [spawning.Process(target=_open, args=(settings, start)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with open_instance(settings) as instance:
        assert instance.get_runs() == []


def test_a_home_that_another_process_makes_is_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening: Path = settings.dagster_home / "opening.lock"
    monkeypatch.setattr("orchestration.dagster.instance._OPENING_SECONDS", 0.2)
    with exclusive(opening), monkeypatch.context() as patch:
        patch.setattr("orchestration.machine.lock._held", set())
        with pytest.raises(LockedError, match="dagster_home"):
            open_instance(settings)
    with open_instance(settings) as instance:
        assert instance.get_runs() == []
