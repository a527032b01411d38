"""One build of a copy of the project whose seeds have rule versions that nobody has published."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.build.manifest import prepared_folder
from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACTS
from orchestration.raw import load
from orchestration.raw import store as raw_store
from tests import refresh_process, run_dbt
from tests.rules import flips, hypotheses, made_up, made_up_area, steering
from tests.worlds.writer import World

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def varied_marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build of that copy: a made-up version in force, and a variant per flipped decision."""
    work = tmp_path_factory.mktemp("varied")
    project = work / "project"
    for folder in ("models", "macros", "seeds", "tests"):
        shutil.copytree(
            ROOT / folder, project / folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    for file in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / file, project / file)
    flips.add_versions(project / "seeds", flips.FLIPS, date(2099, 1, 1))
    flips.add_versions(project / "seeds", steering.EDITS, date(2100, 1, 1))
    hypotheses.add(project)
    made_up.add_rows(project / "seeds")
    made_up_area.add_rows(project / "seeds")
    world = World()
    delivery = world.delivery("2026-10").has("CPORM365Usage")
    made_up.fill(delivery)
    made_up_area.fill(delivery)
    flips.fill(delivery)
    steering.fill(delivery)
    deliveries = landing.scan(world.write(work / "landing"))
    build_file = work / "build.varied.duckdb"
    with raw_store.open_store(build_file) as connection:
        for month in load.pending_months(connection, deliveries):
            checked = load.check_month(connection, deliveries, month)
            for contract in CONTRACTS:
                load.load_dataset(connection, checked, contract.dataset, b"a key for tests" * 3)
            load.finish_month(connection, checked)
    # What the edits leave as it is need not be parsed again.
    shutil.copytree(prepared_folder(), project / "target" / "orchestration" / "shipped")
    output = work / "dbt.txt"
    environment = os.environ | {"SOLUTION_AREAS": f"security,{made_up_area.AREA}"}
    code = refresh_process.run(
        run_dbt.build, build_file, work / "dbt", project, environment=environment, output=output
    )
    assert code == 0, output.read_text(encoding="utf-8")
    with duckdb.connect(str(build_file), read_only=True) as connection:
        yield connection
