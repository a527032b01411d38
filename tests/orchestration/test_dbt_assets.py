"""dbt inside Dagster: a failing test fails the run and stops what lies behind it.

A scratch dbt project of three models stands in for the real one. Acts: whoever changes
dbt_assets.py, dbt_run.py or manifest.py.
"""

from __future__ import annotations

import functools
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.build import dbt_run, manifest
from orchestration.build.dbt_run import read_run_results
from orchestration.build.fingerprint import inputs_hash
from orchestration.dagster.dbt_assets import build_dbt_assets
from orchestration.machine.progress import Silent
from orchestration.publish.audit import read_build
from orchestration.settings import PROJECT_ROOT, Settings

_FILES = {
    "dbt_project.yml": """
        name: partner_score
        version: 1.0.0
        profile: partner_score
        models: {partner_score: {+materialized: table}}
    """,
    "models/staging/stg_points.sql": """
        select points from {{ source('raw', 'points') }}
    """,
    "models/marts/fct_points.sql": """
        select sum(points)::bigint as points from {{ ref('stg_points') }}
    """,
    "models/marts/fct_behind.sql": """
        select points from {{ ref('fct_points') }}
    """,
    "models/all.yml": """
        sources:
          - name: raw
            tables:
              - name: points
                config: {meta: {dagster: {asset_key: [raw, points]}}}
        models:
          - name: fct_points
            columns:
              - name: points
                data_tests:
                  - not_null
                  - accepted_values: {arguments: {values: [3], quote: false}}
        unit_tests:
          - name: adds_up
            model: fct_points
            given: [{input: ref('stg_points'), rows: [{points: 1}, {points: 5}]}]
            expect: {rows: [{points: 6}]}
    """,
}

_KEY = dg.AssetKey("fct_points")


def _dedent(text: str) -> str:
    lines = text.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[indent:] for line in lines).rstrip() + "\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scratch project, with the real profile."""
    root = tmp_path_factory.mktemp("project")
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(_dedent(text))
    (root / "profiles.yml").write_text((PROJECT_ROOT / "profiles.yml").read_text())
    return root


@pytest.fixture
def settings(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(dbt_run, "PROJECT_ROOT", project)
    for name in ("manifest_object", "manifest_json"):
        aimed = functools.partial(getattr(manifest, name), root=project)
        monkeypatch.setattr(manifest, name, aimed)
    made = Settings(tmp_path / "in", tmp_path / "build", tmp_path / "out", tmp_path / "key", False)
    made.build_dir.mkdir()
    return made


def _build(settings: Settings, points: str) -> dg.ExecuteInProcessResult:
    """Build the project over one source row; `reached` stands for the release."""
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(f"create schema raw; create table raw.points as select {points} points")
    models = build_dbt_assets(manifest.manifest_json())

    @dg.asset(deps=[dg.AssetKey("fct_behind")])
    def reached() -> None: ...

    return dg.materialize(
        [models, reached],
        resources={"settings": settings, "progress": Silent()},
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        raise_on_error=False,
    )


def _made(result: dg.ExecuteInProcessResult) -> set[str]:
    events = result.get_asset_materialization_events()
    return {event.materialization.asset_key.to_user_string() for event in events}


def test_models_and_tests_are_reported_and_the_build_remembered(settings, project) -> None:
    result = _build(settings, "3::bigint")
    assert result.success
    assert _made(result) == {"stg_points", "fct_points", "fct_behind", "reached"}
    checks = {each.check_name: each for each in result.get_asset_check_evaluations()}
    assert {each.asset_key for each in checks.values()} == {_KEY}
    assert len(checks) == 2
    assert all(each.passed for each in checks.values())
    results = read_run_results(settings.dbt_target)
    record = read_build(settings)
    assert results is not None
    assert record is not None
    assert record.invocation_id == results.invocation_id
    assert {node.kind for node in results.nodes} == {"model", "test", "unit_test"}


def test_a_failing_test_stops_what_lies_behind_it(settings, project) -> None:
    _build(settings, "3::bigint")
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("drop schema raw cascade")
    result = _build(settings, "4::bigint")
    assert not result.success
    assert _made(result) == {"stg_points", "fct_points"}
    failed = [each for each in result.get_asset_check_evaluations() if not each.passed]
    assert [each.check_name.split("_fct")[0] for each in failed] == ["accepted_values"]
    assert read_build(settings) is None
    [failure] = result.get_step_failure_events()
    description = failure.step_failure_data.user_failure_data.description
    assert "test accepted_values_fct_points" in description
    assert "downstream nodes did not run" in description


def test_a_failing_model_is_told_with_its_error(settings, project) -> None:
    result = _build(settings, "1e30::double")
    assert not result.success
    [failure] = result.get_step_failure_events()
    description = failure.step_failure_data.user_failure_data.description
    assert "model fct_points: error" in description


def test_the_build_file_is_let_go(settings, project) -> None:
    """A writer in this process would meet an open handle at once."""
    _build(settings, "3::bigint")
    with duckdb.connect(str(settings.build_file)) as connection:
        assert connection.execute("select points from main.fct_points").fetchall() == [(3,)]
        assert inputs_hash(connection, settings.solution_areas) == ""


def test_the_parsed_project_is_kept_until_a_file_changes(project: Path) -> None:
    before = manifest.prepared_folder(project)
    stamp = (before / "manifest.json").stat().st_mtime_ns
    assert manifest.prepared_folder(project) == before
    assert (before / "manifest.json").stat().st_mtime_ns == stamp
    model = project / "models" / "marts" / "fct_extra.sql"
    model.write_text("select 1 as one\n")
    after = manifest.prepared_folder(project)
    model.unlink()
    assert after != before
    nodes = json.loads((after / "manifest.json").read_text())["nodes"]
    assert "model.partner_score.fct_extra" in nodes
    assert manifest.prepared_folder(project) == before


def test_two_threads_parse_a_changed_project_once(project: Path) -> None:
    """One reads ahead while the other looks what there is: two parses would spoil each other's."""
    model = project / "models" / "marts" / "fct_extra.sql"
    model.write_text("select 2 as two\n")
    with ThreadPoolExecutor(2) as threads:
        ahead = threads.submit(manifest.manifest_object, project)
        looked = threads.submit(manifest.manifest_json, project)
    nodes = looked.result()["nodes"], ahead.result().nodes
    assert manifest.manifest_object(project) is ahead.result()
    model.unlink()
    assert all("model.partner_score.fct_extra" in each for each in nodes)
    assert manifest.manifest_object(project) is not ahead.result()


def test_a_change_that_dbt_does_not_parse_leaves_a_project_to_run(project: Path) -> None:
    """A setting of DuckDB: dbt then writes no parsed project, and the next run would find none."""
    profiles = project / "profiles.yml"
    shipped = profiles.read_text()
    folders = set()
    for threads in (1, 3, 4):
        profiles.write_text(shipped.replace("threads: 2", f"threads: {threads}"))
        folders.add(manifest.prepared_folder(project))
        assert "model.partner_score.fct_points" in manifest.manifest_object(project).nodes
    profiles.write_text(shipped)
    assert len(folders) == 3
