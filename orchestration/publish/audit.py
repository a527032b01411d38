"""Whether a build may become a release.

Belongs here: the questions a build must answer by itself before anything is published. Does not
belong here: the tests themselves (dbt's), the comparison with the current release (regressions.py),
and the copying (publishing.py).

The answers come from what dbt wrote about the build, not from the memory of the run that asks: a
release can be asked for alone, long after the build.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.build.dbt_run import RunResults, node_name, read_run_results
from orchestration.build.fingerprint import code_version, inputs_hash
from orchestration.build.manifest import manifest_json
from orchestration.landing.contracts import CONTRACT_OF
from orchestration.raw.in_force import LoadedFile, known_deliveries, known_files
from orchestration.raw.quarantine_report import read_quarantine, refusal
from orchestration.raw.store import file_table
from orchestration.settings import PROJECT_ROOT, Settings

_MAX_NAMED = 10


class AuditError(Exception):
    """The build must not be published; the text says why and what to do."""


@dataclass(frozen=True)
class BuildRecord:
    """What a build was made of; written when dbt has ended, removed before anything changes."""

    invocation_id: str
    inputs: str
    code_version: str
    #: Version of the release that an as-known build was compared with; empty for none.
    compared_with: str = ""


@dataclass(frozen=True)
class Finding:
    """The answer to one question; `detail` says what was seen."""

    check: str
    is_good: bool
    detail: str


@dataclass(frozen=True)
class Audit:
    """A build that is whole. Findings that are not good still keep it from becoming current."""

    as_of_month: date
    inputs: str
    code_version: str
    quarantined_rows: int
    tests_run: int
    tests_passed: int
    findings: tuple[Finding, ...]
    compared_with: str = ""


def record_path(settings: Settings) -> Path:
    """The file that says what the build file's models were made of."""
    return settings.build_dir / f"{settings.world}.build.json"


def forget_build(settings: Settings) -> None:
    """To be called before raw or models change: from now on there is nothing to publish."""
    record_path(settings).unlink(missing_ok=True)


def remember_build(
    settings: Settings, invocation_id: str, inputs: str, compared_with: str = ""
) -> None:
    """Say what the models of the build file were made of: this invocation, from these inputs."""
    record = BuildRecord(invocation_id, inputs, code_version(PROJECT_ROOT), compared_with)
    record_path(settings).write_text(json.dumps(asdict(record), indent=2) + "\n")


def read_build(settings: Settings) -> BuildRecord | None:
    """The record of the last build that dbt ended, or None."""
    try:
        return BuildRecord(**json.loads(record_path(settings).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def audit(settings: Settings) -> Audit:
    """Ask the build in `settings.build_file`; raises `AuditError` unless every answer is good."""
    record = read_build(settings)
    results = read_run_results(settings.dbt_target)
    if record is None or results is None or not settings.build_file.exists():
        raise AuditError(f"There is no finished build in {settings.build_dir}: run a refresh.")
    if record.invocation_id != results.invocation_id:
        raise AuditError("dbt's results belong to another build: run a refresh.")
    if record.code_version != code_version(PROJECT_ROOT):
        raise AuditError("Rules or code have changed since the build: run a refresh.")
    check_results(results, expected_nodes(manifest_json()))
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        inputs = inputs_hash(connection, settings.solution_areas, settings.as_known)
        if inputs != record.inputs:
            raise AuditError(
                "Deliveries were loaded after the build, or it was built with another AS_KNOWN "
                "or other SOLUTION_AREAS: run a refresh."
            )
        deliveries = known_deliveries(connection, settings.as_known)
        if not deliveries:
            raise AuditError("No delivery is loaded: there is nothing to publish.")
        files = known_files(connection, settings.as_known)
        loads = _loads(connection, files)
        refuse_quarantine(connection, settings, files)
    tests = results.tests
    built = len(results.nodes) - len(tests)
    return Audit(
        as_of_month=deliveries[-1].as_of_month,
        inputs=record.inputs,
        code_version=record.code_version,
        quarantined_rows=sum(file.quarantined for file in files),
        tests_run=len(tests),
        tests_passed=sum(test.is_good for test in tests),
        findings=(
            Finding("everything was built", True, f"{built} models and seeds"),
            Finding("every test passed", True, f"{len(tests)} tests"),
            loads,
        ),
        compared_with=record.compared_with,
    )


def refuse_quarantine(
    connection: duckdb.DuckDBPyConnection, settings: Settings, files: list[LoadedFile]
) -> None:
    """Raise `AuditError` where more is in quarantine than may be left out of a release."""
    if reason := refusal(read_quarantine(connection, files), settings):
        raise AuditError(reason)


def is_sound(settings: Settings) -> bool:
    """Whether the build would pass the audit as it stands."""
    try:
        audit(settings)
    except AuditError:
        return False
    return True


def expected_nodes(manifest: dict[str, Any]) -> set[str]:
    """The ids of everything that a whole build runs."""
    nodes = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed", "snapshot", "test")
        and node["config"]["materialized"] != "ephemeral"
    }
    return nodes | set(manifest.get("unit_tests", {}))


def check_results(results: RunResults, expected: set[str]) -> None:
    """Raise `AuditError` naming what failed or did not run."""
    if results.bad:
        named = [f"{node.name} ({node.status})" for node in results.bad]
        raise AuditError(f"The build has failures: {_listed(named)}.")
    if missing := expected - results.ids:
        named = sorted(node_name(unique_id) for unique_id in missing)
        raise AuditError(f"The build is incomplete; these did not run: {_listed(named)}.")


def _listed(names: list[str]) -> str:
    more = len(names) - _MAX_NAMED
    return ", ".join(names[:_MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _loads(connection: duckdb.DuckDBPyConnection, files: list[LoadedFile]) -> Finding:
    """Whether each file's records are in its table, and those set aside in the quarantine too."""
    counts = "select file_id, count(*) from raw.quarantine group by file_id"
    aside = dict(connection.execute(counts).fetchall())
    wrong = []
    for file in files:
        table = file_table(CONTRACT_OF[file.dataset], file.file_id)
        (rows,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
        set_aside = aside.get(file.file_id, 0)
        if (file.records + file.blank, file.quarantined) != (rows, set_aside):
            empty = f" and {file.blank:,} empty ones" if file.blank else ""
            wrong.append(
                f"{file.place}: {file.records:,} records ({file.quarantined:,} in quarantine)"
                f"{empty}, but {rows:,} rows ({set_aside:,} in quarantine)"
            )
    records = sum(file.records for file in files)
    return Finding(
        "every record is in raw or in quarantine",
        not wrong,
        _listed(wrong) if wrong else f"{records:,} records in {len(files)} files",
    )
