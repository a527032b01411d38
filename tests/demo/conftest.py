"""The demo world of the usual size, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.demo import make_demo_world


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world of the usual size."""
    return make_demo_world(tmp_path_factory.mktemp("demo") / "landing")


@pytest.fixture(scope="session")
def usage(landing: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `azure`, `seats` and `claims` of the newest delivery."""
    with duckdb.connect() as connection:
        for view, dataset in (
            ("azure", "AzureUsage"),
            ("seats", "EMSUsage"),
            ("claims", "CPORM365Usage"),
        ):
            path = landing / "2026-10" / f"{dataset}.csv"
            connection.execute(
                f"create view {view} as from read_csv('{path}', all_varchar = true, header = true)"
            )
        yield connection
