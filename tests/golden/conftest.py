"""Worlds and their scores, each made once; the marts come from `build_marts` above this folder."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import VARIABLES, Once
from tests.golden.marts import read_marts
from tests.golden.scored import Scored
from tests.scorer import Result, score_landing
from tests.worlds.dirt import MOST_IN_A_FILE, soil
from tests.worlds.explained_world import write_explained
from tests.worlds.golden import write_golden
from tests.worlds.random_plans import PARTNERS, PLANS
from tests.worlds.random_world import random_world

_SPOILED = "spoiled.txt"


@pytest.fixture(scope="session")
def golden_landing(once: Once) -> Path:
    """Landing folder of the golden world."""
    return once("golden", lambda folder: write_golden(folder / "landing")) / "landing"


@pytest.fixture(scope="session")
def golden_scored(golden_landing: Path) -> Result:
    """The golden world by the scorer."""
    return score_landing(golden_landing)


@pytest.fixture(scope="session")
def golden_marts(golden_landing: Path, build_marts) -> Result:
    """The golden world by the pipeline."""
    return read_marts(build_marts(golden_landing))


@pytest.fixture(scope="session")
def random_landing(once: Once) -> Callable[[str], Path]:
    """`random_landing(name)`: landing folder of one random world of random_plans, written once.

    Beside it stands how many of its records cannot be read, people and locations among them.
    """

    def write(name: str, folder: Path) -> None:
        seed = 1 + list(PLANS).index(name)
        random_world(seed, PARTNERS, PLANS[name]).write(folder / "landing")
        (folder / _SPOILED).write_text(str(soil(folder / "landing", seed)))
        (folder / VARIABLES).write_text(json.dumps({"QUARANTINE_MAX_PEOPLE": str(MOST_IN_A_FILE)}))

    return lambda name: once(name, lambda folder: write(name, folder)) / "landing"


@pytest.fixture(scope="session", params=list(PLANS))
def world(request: pytest.FixtureRequest, random_landing: Callable[[str], Path]) -> Scored:
    """One random world, written and scored."""
    landing = random_landing(request.param)
    spoiled = int((landing.parent / _SPOILED).read_text())
    return Scored(landing, score_landing(landing), spoiled)


@pytest.fixture(scope="session")
def explained_landing(once: Once) -> Path:
    """Landing folder of single causes, dated statuses and other readings."""
    return once("explained", lambda folder: write_explained(folder / "landing")) / "landing"


@pytest.fixture(scope="session")
def explained(explained_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """Its release."""
    return build_marts(explained_landing)
