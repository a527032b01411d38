"""Readers of `current`: what a BI tool sees while releases are made and switched.

Belongs here: opening, reading and judging what was read. Does not belong here: publishing.

A look reads by two ways. The DuckDB file is opened through the link, as BI tools do. The Parquet
files are several: their folder is looked up once, and all of them are read from there. Where a
pointer file stands for the link, it is read once before each of the two.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from orchestration.publish.release import (
    CURRENT_LINK,
    DATABASE_FILE,
    LABEL_FILE,
    PARQUET_FOLDER,
    POINTER_ENDING,
)


@dataclass
class Watcher:
    """Looks at `current` in a thread until it is stopped; nothing to see before the first release.

    `faults`: everything that a reader must never meet.
    """

    publish_dir: Path
    pause: float = 0.4
    looks: int = 0
    versions: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def start(self) -> None:
        self._has_seen = (self.publish_dir / CURRENT_LINK).exists()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(self.pause):
            if not self._has_seen and not (self.publish_dir / CURRENT_LINK).exists():
                continue
            self._has_seen = True
            try:
                self.versions.add(look(self.publish_dir))
            except Exception as error:
                self.faults.append(f"a reader met {type(error).__name__}: {error}")
            self.looks += 1


class MixedError(Exception):
    """Two parts of what was read belong to different releases."""


def look(publish_dir: Path) -> str:
    """Read the current release by both ways; returns its version."""
    with duckdb.connect(str(_way(publish_dir) / DATABASE_FILE), read_only=True) as connection:
        version, tables = _read_database(connection)
    _expect_rows("the database", version, tables)
    folder = _way(publish_dir).resolve()
    label = json.loads((folder / LABEL_FILE).read_bytes())
    if folder.name != label["version"]:
        raise MixedError(f"the label of {folder.name} says {label['version']}")
    with duckdb.connect() as connection:
        found = {
            name: connection.execute(
                "select count(*) from read_parquet(?)",
                [str(folder / PARQUET_FOLDER / f"{name}.parquet")],
            ).fetchone()
            for name in label["tables"]
        }
        meta = connection.execute(
            "select version from read_parquet(?)",
            [str(folder / PARQUET_FOLDER / "meta_publish.parquet")],
        ).fetchone()
    if meta != (label["version"],):
        raise MixedError(f"meta_publish.parquet of {label['version']} says {meta}")
    _expect_rows("Parquet", label["version"], {n: (label["tables"][n], found[n]) for n in found})
    return version


def _way(publish_dir: Path) -> Path:
    """The path that leads to the current release now: through the link, or by the pointer file."""
    pointer = publish_dir / f"{CURRENT_LINK}{POINTER_ENDING}"
    return publish_dir / (pointer.read_text().strip() if pointer.exists() else CURRENT_LINK)


def _read_database(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[str, dict[str, tuple[int, tuple[int] | None]]]:
    row = connection.execute("select version, rows_per_table from marts.meta_publish").fetchone()
    assert row is not None
    version, rows = row[0], json.loads(row[1])
    return version, {
        name: (count, connection.execute(f'select count(*) from marts."{name}"').fetchone())
        for name, count in rows.items()
    }


def _expect_rows(what: str, version: str, tables: dict[str, tuple[int, tuple[int] | None]]) -> None:
    for name, (expected, found) in tables.items():
        if found != (expected,):
            raise MixedError(f"{what} of {version}: {name} has {found}, not {expected} rows")
