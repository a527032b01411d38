"""What killed processes and older code leave behind, and what is done about it.

Acts: whoever changes instance.py, manifest.py or the beginning of a build (dbt_run.py).
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.build import manifest
from orchestration.build.dbt_run import _start_empty, read_run_results
from orchestration.dagster.instance import end_dead_runs, open_instance
from orchestration.machine import lock
from orchestration.machine.lock import exclusive
from orchestration.raw.workspace import workspace
from orchestration.settings import Settings

pytestmark = pytest.mark.slow

_DONE = dg.DagsterRunStatus.SUCCESS


def test_a_run_whose_process_was_killed_holds_nothing_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = dg.DagsterRunStatus
    runs = [dg.DagsterRun(job_name="refresh", status=each) for each in (status.STARTED, _DONE)]
    with open_instance(settings) as instance:
        for run in runs:
            instance.add_run(run)
    with exclusive(settings.lock_file), monkeypatch.context() as patch:
        # As another process holds it: a run is at work, so none is dead.
        patch.setattr(lock, "_held", set())
        assert end_dead_runs(settings) == 0
    assert end_dead_runs(settings) == 1
    assert end_dead_runs(settings) == 0
    with open_instance(settings) as instance:
        found = [instance.get_run_by_id(run.run_id) for run in runs]
    assert [run.status for run in found if run] == [status.FAILURE, _DONE]


def test_a_build_starts_empty(tmp_path: Path) -> None:
    file = tmp_path / "build.real.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            """
            create schema raw; create table raw.files as select 1 as one;
            create schema staging; create view staging.stg_files as from raw.files;
            create schema marts; create table marts.of_older_code as from staging.stg_files;
            create table marts.fct_scores__dbt_tmp as select 1 as one;
            """
        )
    _start_empty(file, {"staging", "marts", "intermediate"})
    with duckdb.connect(str(file)) as connection:
        left = connection.execute("select table_name from duckdb_tables()").fetchall()
        assert left == [("files",)]
        assert connection.execute(
            "select count(*) from duckdb_views() where not internal"
        ).fetchone() == (0,)


def test_a_build_file_of_an_older_name_is_taken_over(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "in", tmp_path, tmp_path / "out", tmp_path / "key", False)
    earlier = duckdb.connect(str(tmp_path / "real.duckdb"))
    earlier.execute("pragma disable_checkpoint_on_shutdown")
    earlier.execute("create table loaded as select 1 as one")
    earlier.close()
    assert (tmp_path / "real.duckdb.wal").exists()
    with workspace(settings, 0):
        assert not list(tmp_path.glob("real.*"))
        with duckdb.connect(str(settings.build_file)) as connection:
            assert connection.execute("from loaded").fetchall() == [(1,)]


@pytest.mark.parametrize("content", ["", '{"results": [{"unique_id": "model.a.b'])
def test_results_that_were_only_begun_are_none(content: str, tmp_path: Path) -> None:
    assert read_run_results(tmp_path) is None
    (tmp_path / "run_results.json").write_text(content)
    assert read_run_results(tmp_path) is None


def test_a_parsed_project_that_is_half_removed_is_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(root: Path, folder: Path, earlier: Path | None) -> None:
        folder.mkdir()
        for name in ("manifest.json", "partial_parse.msgpack"):
            (folder / name).write_text("parsed")

    monkeypatch.setattr(manifest, "_parse", parse)
    monkeypatch.setattr(manifest, "dbt_project_hash", lambda root: "a" * 64)
    folder = manifest.prepared_folder(tmp_path)
    (folder / "manifest.json").unlink()
    assert manifest.prepared_folder(tmp_path) == folder
    assert (folder / "manifest.json").read_text() == "parsed"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
