"""A backfill of twelve deliveries is safe with one database file and ends in the same release.

Acts: whoever changes raw_assets.py, jobs.py or partitions.py.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.instance import open_instance
from orchestration.partitions import add_months, known_months, range_tags
from orchestration.release import current_release
from orchestration.settings import Settings
from tests.conftest import RefreshLanding
from tests.orchestration.tiny_world import tiny_world

_MONTHS = [f"2025-{month:02}" for month in range(11, 13)] + [
    f"2026-{month:02}" for month in range(1, 11)
]

#: Columns that say when files were loaded, and nothing else.
_TIME_OF_LOADING = {"dim_delivery": ["loaded_at"]}


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_world(*_MONTHS).write(tmp_path_factory.mktemp("twelve") / "landing")


@pytest.fixture(scope="module")
def settings(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    work = tmp_path_factory.mktemp("backfill")
    return Settings(landing, work / "build", work / "published", work / "keys" / "key", False)


def _run(job: str, settings: Settings, months: list[str]) -> dg.ExecuteInProcessResult:
    from orchestration.definitions import defs

    with pytest.MonkeyPatch.context() as patch, open_instance(settings) as instance:
        patch.setenv("LANDING_DIR", str(settings.landing_dir))
        patch.setenv("BUILD_DIR", str(settings.build_dir))
        patch.setenv("PUBLISH_DIR", str(settings.publish_dir))
        patch.setenv("PERSON_KEY_FILE", str(settings.person_key_file))
        add_months(instance, _MONTHS)
        return defs.resolve_job_def(job).execute_in_process(
            instance=instance,
            tags=range_tags(known_months(instance), months) if months else {},
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
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
    backfilled: Path, refresh_landing: RefreshLanding, landing: Path, settings: Settings
) -> None:
    # The same key for people: without it the persons would be others.
    work = settings.build_dir.parent
    other = work.with_name(work.name + "-one-run")
    (other / "keys").mkdir(parents=True)
    key = other / "keys" / "person.key"
    key.write_bytes(settings.person_key_file.read_bytes())
    key.chmod(0o600)
    run = refresh_landing(landing, other)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{backfilled}' as backfill (read_only)")
        connection.execute(f"attach '{run.database}' as one_run (read_only)")
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
