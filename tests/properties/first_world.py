"""The world whose deliveries the properties reorder, repeat, restate and relabel.

Every partner in it is an example of its own: a property that is drawn once holds for all of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, Phase, settings

from tests.properties.marts_in_process import BUILD_NAME, Project, compile_project, refresh_raw
from tests.worlds.random_world import Plan, random_world
from tests.worlds.writer import World

SEED = 11
PARTNERS = 18
NEWEST = "2026-07"
#: A folder behind all others of the newest month.
CORRECTION = f"{NEWEST}.9"
#: The two rule versions that the world lies in begin with different services and paths.
PLANS = [
    Plan("2024-11"),
    Plan("2026-06", declares=True),
    Plan(NEWEST),
    Plan(f"{NEWEST}.2", ("AzureUsage", "TrainingCompletions")),
    Plan(f"{NEWEST}.3", ("EMSUsage", "Profile")),
]

#: Each example builds marts: few are drawn, the same in every run, and none is shrunk. The variable
#: asks for more of them.
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "2"))
FEW_EXAMPLES = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True, repr=False)
class FirstWorld:
    """The world: where it lies, and how to build what becomes of it."""

    work: Path
    landing: Path
    project: Project
    _numbers: count

    def folder(self) -> Path:
        """A new empty folder for one example."""
        path = self.work / f"example_{next(self._numbers)}"
        path.mkdir()
        return path

    def world(self) -> World:
        """The rows of the world, made anew and free to change."""
        return random_world(SEED, PARTNERS, PLANS)

    def marts_of(
        self, landing: Path, raw: Path | None = None, marts: Sequence[str] = ()
    ) -> duckdb.DuckDBPyConnection:
        """These marts of a landing folder, or all, as `marts`; of the first world as `base.marts`.

        `raw` is a build file that has loaded some of it already; it is left as it is.
        """
        build_file = self.folder() / BUILD_NAME
        if raw is not None:
            shutil.copy(raw, build_file)
        assert refresh_raw(landing, build_file) == []
        return self.project.build(build_file, *marts)


def make_first_world(work: Path) -> FirstWorld:
    """Write the world, load it, and have dbt build its marts."""
    landing = work / "landing"
    random_world(SEED, PARTNERS, PLANS).write(landing)
    return FirstWorld(work, landing, compile_project(work, landing), count(1))
