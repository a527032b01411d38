"""What a build must show before it is published. Acts: whoever changes audit.py."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration import audit as auditing
from orchestration.audit import (
    AuditError,
    audit,
    check_results,
    expected_nodes,
    forget_build,
    remember_build,
)
from orchestration.dbt_run import NodeResult, RunResults
from orchestration.fingerprint import inputs_hash
from orchestration.settings import Settings

_MODEL = NodeResult("model.partner_score.fct", "success", 1.0, None, "OK")
_TEST = NodeResult("test.partner_score.unique_fct.1a2b", "pass", 0.1, 0, "")
_UNIT_TEST = NodeResult("unit_test.partner_score.fct.adds_up", "pass", 0.1, 0, "")
_ALL = (_MODEL, _TEST, _UNIT_TEST)
_IDS = {node.unique_id for node in _ALL}


def test_everything_ran_and_passed() -> None:
    check_results(RunResults("1", _ALL), _IDS)


@pytest.mark.parametrize(
    ("node", "status"),
    [
        (_MODEL, "error"),
        (_MODEL, "skipped"),
        (_TEST, "fail"),
        (_TEST, "error"),
        (_TEST, "warn"),
        (_TEST, "skipped"),
        (_UNIT_TEST, "fail"),
    ],
)
def test_anything_else_is_refused_by_name(node: NodeResult, status: str) -> None:
    nodes = tuple(replace(each, status=status) if each == node else each for each in _ALL)
    with pytest.raises(AuditError, match=rf"{node.name} \({status}\)"):
        check_results(RunResults("1", nodes), _IDS)


@pytest.mark.parametrize("node", _ALL)
def test_what_did_not_run_is_refused_by_name(node: NodeResult) -> None:
    nodes = tuple(each for each in _ALL if each != node)
    with pytest.raises(AuditError, match=f"did not run: {node.name}"):
        check_results(RunResults("1", nodes), _IDS)


def test_expected_is_everything_but_ephemeral_models() -> None:
    def node(kind: str, materialized: str) -> dict:
        return {"resource_type": kind, "config": {"materialized": materialized}}

    manifest = {
        "nodes": {
            "model.p.a": node("model", "table"),
            "model.p.b": node("model", "ephemeral"),
            "seed.p.c": node("seed", "seed"),
            "test.p.d": node("test", "test"),
            "analysis.p.e": node("analysis", "view"),
        },
        "unit_tests": {"unit_test.p.a.f": {}},
    }
    assert expected_nodes(manifest) == {"model.p.a", "seed.p.c", "test.p.d", "unit_test.p.a.f"}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A build that passes: one delivery of one file, one model, one test, one unit test."""
    made = Settings(tmp_path / "in", tmp_path / "build", tmp_path / "out", tmp_path / "key", False)
    made.dbt_target.mkdir(parents=True)
    with duckdb.connect(str(made.build_file)) as connection:
        connection.execute(
            """
            create schema raw;
            create table raw.files as
            select '2026-10' as delivery, 'Profile' as dataset, 'Profile.csv' as file_name,
                'ab' as sha256, 3::bigint as quarantined_count, now()::timestamp as loaded_at;
            create table raw.deliveries as
            select '2026-10' as delivery, date '2026-10-01' as as_of_month, 1 as revision;
            """
        )
        inputs = inputs_hash(connection)
    rows = [
        {
            "unique_id": node.unique_id,
            "status": node.status,
            "execution_time": node.seconds,
            "failures": node.failures,
            "message": node.message,
        }
        for node in _ALL
    ]
    results = {"metadata": {"invocation_id": "one"}, "results": rows}
    (made.dbt_target / "run_results.json").write_text(json.dumps(results))
    monkeypatch.setattr(auditing, "manifest_json", dict)
    monkeypatch.setattr(auditing, "expected_nodes", lambda manifest: _IDS)
    monkeypatch.setattr(auditing, "code_version", lambda root: "0.1.0+code")
    remember_build(made, "one", inputs)
    return made


def _execute(settings: Settings, statement: str) -> None:
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(statement)


def test_a_sound_build_passes(settings: Settings) -> None:
    verdict = audit(settings)
    assert f"{verdict.as_of_month:%Y-%m}" == "2026-10"
    assert (verdict.tests_run, verdict.tests_passed, verdict.quarantined_rows) == (2, 2, 3)


def test_a_build_from_scratch_has_the_same_inputs(settings: Settings) -> None:
    _execute(settings, "update raw.files set loaded_at = loaded_at + interval 1 day")
    audit(settings)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into raw.deliveries values ('2026-10.2', '2026-10-01', 2)",
        "update raw.files set sha256 = 'cd'",
        "delete from raw.files",
    ],
)
def test_receipts_that_changed_since_the_build(statement: str, settings: Settings) -> None:
    _execute(settings, statement)
    with pytest.raises(AuditError, match="loaded after the build"):
        audit(settings)


def test_a_load_without_a_build_behind_it(settings: Settings) -> None:
    forget_build(settings)
    with pytest.raises(AuditError, match="no finished build"):
        audit(settings)


def test_results_of_another_build(settings: Settings) -> None:
    path = settings.dbt_target / "run_results.json"
    path.write_text(path.read_text().replace('"one"', '"another"'))
    with pytest.raises(AuditError, match="another build"):
        audit(settings)


def test_code_that_changed_since_the_build(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "code_version", lambda root: "0.1.0+newer")
    with pytest.raises(AuditError, match="changed since the build"):
        audit(settings)


def test_a_build_file_that_is_gone(settings: Settings) -> None:
    settings.build_file.unlink()
    with pytest.raises(AuditError, match="no finished build"):
        audit(settings)
