"""What a build must show before it is published. Acts: whoever changes audit.py."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.build.dbt_run import NodeResult, RunResults
from orchestration.build.fingerprint import inputs_hash
from orchestration.landing.contract import Contract
from orchestration.landing.contracts import PROFILE, TRAINING_COMPLETIONS
from orchestration.landing.delivery_name import DeliveryName
from orchestration.publish import audit as auditing
from orchestration.publish.audit import (
    AuditError,
    audit,
    check_results,
    expected_nodes,
    forget_build,
    remember_build,
)
from orchestration.raw.in_force import LoadedFile
from orchestration.raw.quarantine_report import FileQuarantine, ReasonCount, refusal
from orchestration.raw.store import open_store
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
    """A build that passes: a delivery of two files, one model, one test, one unit test."""
    made = Settings(tmp_path / "in", tmp_path / "build", tmp_path / "out", tmp_path / "key", False)
    made.dbt_target.mkdir(parents=True)
    with open_store(made.build_file) as connection:
        for file_id, dataset in ((1, "EMSUsage"), (2, "AzureUsage")):
            connection.execute(
                "insert into raw.files select ?, '2026-10', date '2026-10-01', 1, ?, ? || '.csv', "
                "'csv', 'ab', 1, 1, 1, 1, 4000, 3997, 3, 0, null, null, '', '', 0, "
                "timestamp '2026-11-20', true",
                [file_id, dataset, dataset],
            )
            connection.execute(
                "insert into raw.quarantine select ?, i, i + 1, 'MPNId', 'required_value_empty', "
                "'', if(? = 'AzureUsage', 0, null) from range(1, 4) as r(i)",
                [file_id, dataset],
            )
        connection.execute(
            "create or replace view raw.azure_usage as select 2 as file_id, i as record, "
            "if(i % 2 = 0, '-', '') || '50' as acr_usd from range(3997) as r(i)"
        )
        for table in ("ems_usage_1", "azure_usage_2"):
            connection.execute(f"create table raw_files.{table} as select unnest(range(4000))")
        connection.execute(
            "insert into raw.deliveries select '2026-10', date '2026-10-01', 1, now()::timestamp"
        )
        inputs = inputs_hash(connection, made.solution_areas)
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
    assert (verdict.tests_run, verdict.tests_passed, verdict.quarantined_rows) == (2, 2, 6)
    assert [(finding.check, finding.is_good) for finding in verdict.findings] == [
        ("everything was built", True),
        ("every test passed", True),
        ("every record is in raw or in quarantine", True),
    ]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("delete from raw_files.ems_usage_1 where rowid = 5", "3,999 rows (3 in quarantine)"),
        ("delete from raw.quarantine where file_id = 1", "4,000 rows (0 in quarantine)"),
    ],
)
def test_records_that_are_neither_in_raw_nor_in_quarantine(
    settings: Settings, statement: str, found: str
) -> None:
    _execute(settings, statement)
    *_, loads = audit(settings).findings
    assert not loads.is_good
    assert loads.detail == (f"2026-10/EMSUsage.csv: 4,000 records (3 in quarantine), but {found}")


def test_a_build_from_scratch_has_the_same_inputs(settings: Settings) -> None:
    _execute(settings, "update raw.files set loaded_at = loaded_at + interval 1 day")
    audit(settings)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into raw.deliveries values ('2026-10.2', '2026-10-01', 2, now()::timestamp)",
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


#: Amounts of the 3,997 loaded rows are 50 USD each, credits and charges; 0.1 % of all is 199.85.
_MORE = "insert into raw.quarantine select {}, 100 + i, 1, 'x', '{}', '', {} from range({}) as r(i)"


@pytest.mark.parametrize(
    ("file_id", "reason", "amount", "rows", "words"),
    [
        # Beside the three that are there: 4 of 4,000 records are 0.1 %, and 5 may be in any file.
        (1, "not_a_date", "null", 1, None),
        (1, "not_a_date", "null", 2, None),
        (
            1,
            "not_a_date",
            "null",
            3,
            r"EMSUsage.csv: 6 of 4,000 .*\(0.150 %[\s\S]*x: not a readable date",
        ),
        # Without its sign, as a share of all that the file has.
        (2, "not_a_month", "-200", 1, None),
        (2, "not_a_month", "-200.10", 1, r"up to 200.10 USD, compared with 200,050.10 USD"),
        # As large as the largest of the file.
        (2, "not_a_number", "null", 2, None),
        (
            2,
            "not_a_number",
            "if(i = 0, 101, null)",
            2,
            r"202.00 USD.* amounts \(1\) .* file, 101.00",
        ),
    ],
)
def test_tolerances(
    file_id: int, reason: str, amount: str, rows: int, words: str | None, settings: Settings
) -> None:
    _execute(settings, _MORE.format(file_id, reason, amount, rows))
    if words is None:
        audit(settings)
        return
    with pytest.raises(AuditError, match=words) as caught:
        audit(settings)
    names = {1: "QUARANTINE_MAX_ROWS and QUARANTINE_MAX_ROWS_PCT", 2: "QUARANTINE_MAX_ACR_PCT"}
    for text in ("2026-10/", "quarantine", f"raise {names[file_id]} and", "2026-10.<n>"):
        assert text in str(caught.value)


@pytest.mark.parametrize(
    ("contract", "words"), [(TRAINING_COMPLETIONS, "a person"), (PROFILE, "a location")]
)
def test_a_person_or_a_location_is_missed(
    contract: Contract, words: str, settings: Settings
) -> None:
    """A single one of very many keeps the release back, and has a setting of its own."""

    def judged(rows: int, most: int = 0) -> str | None:
        reasons = (ReasonCount("MPNId", "required_value_empty", rows, None),)
        name = f"{contract.dataset}.csv"
        file = LoadedFile(
            *(
                DeliveryName("2026-10"),
                1,
                contract.dataset,
                name,
                "ab",
                1_000_000,
                rows,
                0,
                0,
                None,
            ),
            is_held=True,
        )
        return refusal(
            [FileQuarantine(file, reasons)], replace(settings, quarantine_max_people=most)
        )

    message = judged(1)
    assert message is not None
    for text in (
        f"2026-10/{contract.dataset}.csv: 1 of 1,000,000 records",
        f"(0 allowed: each is {words}",
        "1 record, MPNId:",
        "raise QUARANTINE_MAX_PEOPLE and",
    ):
        assert text in message
    assert judged(1, most=1) is None
    assert judged(2, most=1) is not None
    # Whoever allows so many has said it of people: the shares of usage are not asked.
    assert judged(600_000, most=600_000) is None


def test_tolerances_are_settings(settings: Settings) -> None:
    _execute(settings, _MORE.format(2, "not_a_month", 900, 20))
    for field, value in (
        ("quarantine_max_rows", 23),
        ("quarantine_max_rows_pct", Decimal(1)),
    ):
        with pytest.raises(AuditError, match=r"\(ACR\) of up to 18,000\.00"):
            audit(replace(settings, **{field: value}))
    with pytest.raises(AuditError, match=r"23 of 4,000 records \(0\.575 %"):
        audit(replace(settings, quarantine_max_acr_pct=Decimal(100)))
    audit(replace(settings, quarantine_max_rows=23, quarantine_max_acr_pct=Decimal(100)))


def test_what_is_corrected_is_not_judged(settings: Settings) -> None:
    _execute(settings, _MORE.format(1, "not_a_date", "null", 100))
    with pytest.raises(AuditError, match="103 of"):
        audit(settings)
    _execute(
        settings,
        "insert into raw.files select * replace (3 as file_id, '2026-10.2' as delivery, "
        "2 as revision, 4000 as loaded_count, 0 as quarantined_count) from raw.files "
        "where file_id = 1; create table raw_files.ems_usage_3 as from raw_files.ems_usage_1; "
        "insert into raw.deliveries values ('2026-10.2', '2026-10-01', 2, now()::timestamp)",
    )
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        remember_build(settings, "one", inputs_hash(connection, settings.solution_areas))
    audit(settings)


def test_what_came_later_than_was_known_is_not_judged(settings: Settings) -> None:
    """A later delivery that keeps its own release back says nothing of what was known before."""
    _execute(
        settings,
        "insert into raw.files select * replace (3 as file_id, '2026-11' as delivery, "
        "date '2026-11-01' as as_of_month, 3000 as loaded_count, 1000 as quarantined_count) "
        "from raw.files where file_id = 1; "
        "create table raw_files.ems_usage_3 as from raw_files.ems_usage_1; "
        "insert into raw.quarantine select 3, i, i, 'MPNId', 'required_value_empty', '', null "
        "from range(1000) as r(i); "
        "insert into raw.deliveries values ('2026-11', '2026-11-01', 1, now()::timestamp)",
    )
    known = DeliveryName("2026-10")
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        of_all, of_known = (
            inputs_hash(connection, settings.solution_areas),
            inputs_hash(connection, settings.solution_areas, known),
        )
    remember_build(settings, "one", of_all)
    with pytest.raises(AuditError, match="1,000 of 4,000 records"):
        audit(settings)
    remember_build(settings, "one", of_known)
    verdict = audit(replace(settings, as_known=known))
    assert f"{verdict.as_of_month:%Y-%m}" == "2026-10"
    assert verdict.quarantined_rows == 6
    assert verdict.findings[-1].detail == "8,000 records in 2 files"


def test_months_that_were_declared_are_inputs(settings: Settings) -> None:
    """A Coverage.csv that joins a loaded delivery changes scores without a new extract."""
    _execute(
        settings,
        "insert into raw.declared_coverage values ('2026-10', '2026-10-01', 1, 'AzureUsage', "
        "'2024-11-01', '2026-10-01', null)",
    )
    with pytest.raises(AuditError, match="loaded after the build"):
        audit(settings)
