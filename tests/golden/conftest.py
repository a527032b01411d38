"""Worlds and their scores, each made once; the marts come from `build_marts` above this folder."""

from pathlib import Path

import duckdb
import pytest

from orchestration.demo import make_demo_world
from tests.golden.marts import read_marts
from tests.scorer import Result, score_landing
from tests.worlds.explained_world import write_explained
from tests.worlds.golden import write_golden


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
def demo_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world as its generator writes it."""
    landing = tmp_path_factory.mktemp("demo") / "landing"
    make_demo_world(landing)
    return landing


@pytest.fixture(scope="session")
def explained_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Landing folder of single causes, dated statuses and other readings."""
    return write_explained(tmp_path_factory.mktemp("explained") / "landing")


@pytest.fixture(scope="session")
def explained(explained_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """Its release."""
    return build_marts(explained_landing)
