"""Jobs as Dagster runs them. A backfill of twelve deliveries is safe with one database file and
ends in the same release; a run's configuration asks for what was known.

Acts: whoever changes raw_assets.py, jobs.py, partitions.py or the resource `settings`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration.dagster.instance import open_instance
from orchestration.dagster.partitions import add_months, known_months, range_tags
from orchestration.landing.delivery_name import DeliveryName
from orchestration.publish.release import all_releases, current_release, linked_release
from orchestration.settings import Settings
from tests.conftest import RefreshRun
from tests.orchestration.tiny_world import TWELVE as _MONTHS

#: Columns that say when files were loaded, and nothing else.
_TIME_OF_LOADING = {"dim_delivery": ["loaded_at"]}


@pytest.fixture(scope="module")
def settings(released: RefreshRun, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The deliveries of `released`, and its key: without it the persons would be others."""
    work = tmp_path_factory.mktemp("backfill")
    shutil.copytree(released.work / "keys", work / "keys")
    return Settings(
        released.work / "landing",
        work / "build",
        work / "published",
        work / "keys" / "person.key",
        False,
    )


def _run(
    job: str, settings: Settings, months: list[str], as_known: str = ""
) -> dg.ExecuteInProcessResult:
    from orchestration.definitions import defs

    config: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    if as_known:
        config["resources"] = {"settings": {"config": {"as_known": as_known}}}
    with pytest.MonkeyPatch.context() as patch, open_instance(settings) as instance:
        patch.setenv("LANDING_DIR", str(settings.landing_dir))
        patch.setenv("BUILD_DIR", str(settings.build_dir))
        patch.setenv("PUBLISH_DIR", str(settings.publish_dir))
        patch.setenv("PERSON_KEY_FILE", str(settings.person_key_file))
        # For the command line only: it must decide nothing here.
        patch.setenv("AS_KNOWN", "2026-01")
        add_months(instance, _MONTHS)
        return defs.resolve_job_def(job).execute_in_process(
            instance=instance,
            tags=range_tags(known_months(instance), months) if months else {},
            run_config=config,
        )


@pytest.fixture(scope="module")
def backfilled(settings: Settings) -> Path:
    """The release after a backfill in three runs, newest months first, some of them twice."""
    for first, last in ((8, 12), (4, 9), (0, 5)):
        result = _run("load", settings, _MONTHS[first:last])
        assert result.success
    assert _run("score", settings, []).success
    release = current_release(settings.publish_dir)
    assert release is not None
    return release.database


def test_every_month_is_materialized(settings: Settings, backfilled: Path) -> None:
    with open_instance(settings) as instance:
        for key in (
            ["landing", "delivery_contracts"],
            ["raw", "azure_usage"],
            ["raw", "deliveries"],
        ):
            assert instance.get_materialized_partitions(dg.AssetKey(key)) == set(_MONTHS)


def test_a_backfill_ends_in_the_same_release_as_one_run(
    backfilled: Path, released: RefreshRun
) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{backfilled}' as backfill (read_only)")
        connection.execute(f"attach '{released.database}' as one_run (read_only)")
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'one_run'"
            ).fetchall()
            if name != "meta_publish"
        ]
        assert tables
        differing = {name for name in tables if _differences(connection, name)}
    assert differing == set()


def _differences(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    left_out = ", ".join(_TIME_OF_LOADING.get(table, []))
    columns = f"* exclude ({left_out})" if left_out else "*"
    one, other = (f"select {columns} from {name}.marts.{table}" for name in ("backfill", "one_run"))
    return connection.execute(
        f"(({one}) except all ({other})) union all (({other}) except all ({one})) limit 1"
    ).fetchall()


def test_a_run_is_told_what_was_known(settings: Settings, backfilled: Path) -> None:
    """The release of that time lies beside the current one, which stays; the two are compared."""
    current = current_release(settings.publish_dir)
    assert current is not None
    assert _run("score", settings, [], as_known="2026-06").success
    assert current_release(settings.publish_dir) == current
    assert all_releases(settings.publish_dir) == [current]
    known = linked_release(settings.publish_dir, DeliveryName("2026-06"))
    assert known is not None
    assert known.folder != current.folder
    assert (known.label.as_known, known.label.as_of_month) == ("2026-06", "2026-06-01")
    assert known.label.compared_with == current.label.version
    with duckdb.connect(str(known.database), read_only=True) as connection:
        newest = connection.execute("select max(delivery) from marts.dim_delivery").fetchone()
        compared = connection.execute(
            "select distinct status from marts.fct_as_known_comparison"
        ).fetchall()
    assert newest == ("2026-06",)
    # Each delivery restates the one before, and four have come since.
    assert {"changed", "only_now"} <= {status for (status,) in compared}
