"""What the command line leaves in Dagster's history. Acts: whoever changes history.py."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import dagster as dg

from orchestration.dagster.history import STARTED_BY, add_run
from orchestration.dagster.instance import open_instance
from orchestration.settings import Settings
from tests.conftest import RefreshRun
from tests.orchestration.tiny_world import TWELVE

AZURE = dg.AssetKey(["raw", "azure_usage"])


@dg.asset(key=AZURE)
def _azure() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})


def _ended() -> dg.DagsterInstance:
    """The history of a run that has ended, in memory."""
    instance = dg.DagsterInstance.ephemeral()
    assert dg.materialize([_azure], instance=instance).success
    return instance


def test_a_refresh_is_a_run_of_its_job(
    released: RefreshRun, settings: Settings, tmp_path: Path
) -> None:
    """With all that it materialised, month by month, in the home that the web UI reads."""
    build_dir = shutil.copytree(released.build_dir, tmp_path / "copy")
    with open_instance(replace(settings, build_dir=build_dir)) as home:
        [record] = home.get_run_records()
        assert record.dagster_run.job_name == "refresh"
        assert record.dagster_run.status == dg.DagsterRunStatus.SUCCESS
        assert record.dagster_run.tags[STARTED_BY] == "command line"
        assert home.get_dynamic_partitions("as_of_month") == list(TWELVE)
        loads = home.fetch_materializations(AZURE, limit=100).records
        assert {load.partition_key for load in loads} == set(TWELVE)
        assert {load.run_id for load in loads} == {record.dagster_run.run_id}
        [release] = home.fetch_materializations(dg.AssetKey("release"), limit=100).records
        assert release.asset_materialization is not None
        version = release.asset_materialization.metadata["version"].value
        assert (released.publish_dir / "current").resolve().name == version
        assert home.has_asset_key(dg.AssetKey(["marts", "fct_metric_scores"]))


def test_a_run_that_failed_says_why(settings: Settings) -> None:
    told = add_run(settings, "score", _ended(), {"month": "2026-10"}, "A file is damaged.")
    assert told is None
    with open_instance(settings) as home:
        [record] = home.get_run_records()
        said = [str(entry.user_message) + str(entry.dagster_event) for entry in
                home.all_logs(record.dagster_run.run_id)]  # fmt: skip
        # What it had materialised before that is there all the same.
        [load] = home.fetch_materializations(AZURE, limit=100).records
    assert (record.dagster_run.job_name, record.dagster_run.tags["month"]) == ("score", "2026-10")
    assert record.dagster_run.status == dg.DagsterRunStatus.FAILURE
    assert any("A file is damaged." in text for text in said)
    assert load.asset_materialization is not None
    assert load.asset_materialization.metadata["rows"].value == 3


def test_a_run_whose_process_was_killed_holds_up_nothing(settings: Settings) -> None:
    """One that the command line was adding; those of Dagster's own are Dagster's affair."""

    @dg.job
    def refresh() -> None:
        pass

    started = dg.DagsterRunStatus.STARTED
    with open_instance(settings) as home:
        for tags in ({STARTED_BY: "command line"}, {"other": "yes"}):
            home.create_run_for_job(refresh, tags=tags, status=started)
    add_run(settings, "refresh", _ended(), {}, None)
    with open_instance(settings) as home:
        statuses = [
            (STARTED_BY in run.dagster_run.tags, run.dagster_run.status)
            for run in home.get_run_records(ascending=True)
        ]
    assert statuses == [
        (True, dg.DagsterRunStatus.FAILURE),
        (False, started),
        (True, dg.DagsterRunStatus.SUCCESS),
    ]


def test_a_home_that_cannot_be_written_is_told(settings: Settings) -> None:
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    settings.dagster_home.write_text("not a folder")
    said = add_run(settings, "refresh", _ended(), {}, None)
    assert said is not None
    assert said.startswith("This run is not in Dagster's history")
    assert "dagster_home" in said
