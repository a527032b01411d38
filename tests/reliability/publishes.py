"""Many releases in a row, and readers who open `current` all the while.

Belongs here: publishing again and again, each release telling another story, beside readers in
processes of their own. Does not belong here: what a look at a release is (reader.py).
"""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Queue

import duckdb

from orchestration.publish import publish
from orchestration.settings import Settings
from tests.reliability.reader import MixedError, look


@dataclass
class Readings:
    """What the readers of `publishes` releases met, all together."""

    publishes: int
    looks: int = 0
    versions: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    seconds: float = 0.0


def read_while_publishing(settings: Settings, publishes: int, readers: int = 1) -> Readings:
    """Publish the build so often; in each release every table but dimensions has one row more."""
    processes = multiprocessing.get_context("spawn")
    is_over, reports = processes.Event(), processes.Queue()
    publish(settings)
    started = time.monotonic()
    reading = [
        processes.Process(target=_read, args=(settings.publish_dir, is_over, reports))
        for _ in range(readers)
    ]
    for process in reading:
        process.start()
    for _ in reading:
        reports.get()  # each reader has looked once
    for _ in range(publishes):
        _add_rows(settings.build_file)
        publish(settings)
    is_over.set()
    readings = Readings(publishes)
    for _ in reading:
        looks, versions, errors, mixed = reports.get()
        readings.looks += looks
        readings.versions |= versions
        readings.errors += errors
        readings.mixed += mixed
    for process in reading:
        process.join()
    readings.seconds = time.monotonic() - started
    return readings


def _read(publish_dir: Path, is_over: Event, reports: Queue) -> None:  # type: ignore[type-arg]
    looks, versions = 0, set()
    errors: list[str] = []
    mixed: list[str] = []
    while not is_over.is_set():
        try:
            versions.add(look(publish_dir))
        except MixedError as error:
            mixed.append(str(error))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        looks += 1
        if looks == 1:
            reports.put("ready")
    reports.put((looks, versions, errors, mixed))


def _add_rows(build_file: Path) -> None:
    with duckdb.connect(str(build_file)) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() "
            "where schema_name = 'marts' and not starts_with(table_name, 'dim_')"
        ).fetchall()
        for (name,) in tables:
            table = f'marts."{name}"'
            connection.execute(f"insert into {table} select * from {table} limit 1")
