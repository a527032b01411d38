"""Many releases in a row, many steps back, and readers who open `current` all the while.

Belongs here: publishing again and again, each release telling another story, and rolling back,
beside readers in processes of their own. Does not belong here: what a look at a release is
(reader.py).
"""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Queue

import duckdb

from orchestration.commands.releases import rollback
from orchestration.publish.publishing import publish
from orchestration.settings import Settings
from tests.reliability.reader import MixedError, look


@dataclass
class Readings:
    """What the readers met, all together, while so often was published and rolled back."""

    publishes: int
    rollbacks: int = 0
    looks: int = 0
    versions: set[str] = field(default_factory=set)
    #: Times that a reader found an older release than the one it had found before.
    steps_back: int = 0
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    seconds: float = 0.0


def read_meanwhile(settings: Settings, publishes: int, readers: int = 1) -> Readings:
    """Publish the build so often and roll back as often; each publishing is of other tables.

    In each release every table but dimensions has one row more than in the one before. After every
    second one, two steps go back: `current` is then older than what was current before the two,
    and stays so while the next is made, so that a reader must meet it.
    """
    processes = multiprocessing.get_context("spawn")
    is_over, reports = processes.Event(), processes.Queue()
    made = [publish(settings).label.version]
    started = time.monotonic()
    reading = [
        processes.Process(target=_read, args=(settings.publish_dir, is_over, reports), daemon=True)
        for _ in range(readers)
    ]
    for process in reading:
        process.start()
    for _ in reading:
        reports.get()  # each reader has looked once
    readings = Readings(publishes)
    for number in range(1, publishes + 1):
        _add_rows(settings.build_file)
        made.append(publish(settings).label.version)
        if number % 2 == 0:
            for _ in range(2):
                rollback(settings, None)
                readings.rollbacks += 1
    is_over.set()
    for _ in reading:
        looks, found, errors, mixed = reports.get()
        readings.looks += looks
        readings.versions |= set(found)
        places = [made.index(version) for version in found]
        readings.steps_back += sum(later < earlier for earlier, later in pairwise(places))
        readings.errors += errors
        readings.mixed += mixed
    for process in reading:
        process.join()
    readings.seconds = time.monotonic() - started
    return readings


def _read(publish_dir: Path, is_over: Event, reports: Queue) -> None:  # type: ignore[type-arg]
    looks, found = 0, [""]
    errors: list[str] = []
    mixed: list[str] = []
    while not is_over.is_set():
        try:
            version = look(publish_dir)
            if version != found[-1]:
                found.append(version)
        except MixedError as error:
            mixed.append(str(error))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        looks += 1
        if looks == 1:
            reports.put("ready")
    reports.put((looks, found[1:], errors, mixed))


def _add_rows(build_file: Path) -> None:
    with duckdb.connect(str(build_file)) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() "
            "where schema_name = 'marts' and not starts_with(table_name, 'dim_')"
        ).fetchall()
        for (name,) in tables:
            table = f'marts."{name}"'
            connection.execute(f"insert into {table} select * from {table} limit 1")
