"""Worlds and their scores, each made once; the marts come from `build_marts` above this folder."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pytest

from tests.golden.marts import read_marts
from tests.golden.scored import Scored
from tests.scorer import Result, score_landing
from tests.worlds.dirt import soil
from tests.worlds.explained_world import write_explained
from tests.worlds.golden import write_golden
from tests.worlds.random_plans import PARTNERS, PLANS
from tests.worlds.random_world import random_world


@pytest.fixture(scope="session")
def golden_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Landing folder of the golden world."""
    return write_golden(tmp_path_factory.mktemp("golden") / "landing")


@pytest.fixture(scope="session")
def golden_scored(golden_landing: Path) -> Result:
    """The golden world by the scorer."""
    return score_landing(golden_landing)


@pytest.fixture(scope="session")
def golden_marts(golden_landing: Path, build_marts) -> Result:
    """The golden world by the pipeline."""
    return read_marts(build_marts(golden_landing))


@pytest.fixture(scope="session")
def spoiled() -> dict[str, int]:
    """Random world → how many of its records cannot be read; known once it is written."""
    return {}


@pytest.fixture(scope="session")
def random_landing(
    tmp_path_factory: pytest.TempPathFactory, spoiled: dict[str, int]
) -> Callable[[str], Path]:
    """`random_landing(name)`: landing folder of one random world of random_plans, written once."""

    @cache
    def write(name: str) -> Path:
        landing = tmp_path_factory.mktemp(name) / "landing"
        seed = 1 + list(PLANS).index(name)
        random_world(seed, PARTNERS, PLANS[name]).write(landing)
        spoiled[name] = soil(landing, seed)
        return landing

    return write


@pytest.fixture(scope="session", params=list(PLANS))
def world(
    request: pytest.FixtureRequest,
    random_landing: Callable[[str], Path],
    spoiled: dict[str, int],
) -> Scored:
    """One random world, written and scored."""
    landing = random_landing(request.param)
    return Scored(landing, score_landing(landing), spoiled[request.param])


@pytest.fixture(scope="session")
def explained_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Landing folder of single causes, dated statuses and other readings."""
    return write_explained(tmp_path_factory.mktemp("explained") / "landing")


@pytest.fixture(scope="session")
def explained(explained_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """Its release."""
    return build_marts(explained_landing)
