"""Readers of `current` while releases are made and switched.

Acts: whoever changes publish.py or release_files.py. The build is a handful of small tables, and
the audit is taken as passed; `make reliability` publishes a real build.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration import publish as publishing
from orchestration.audit import Audit, Finding
from orchestration.settings import Settings
from tests.reliability.publishes import read_while_publishing
from tests.reliability.reader import MixedError, look

_PUBLISHES = 50
_PASSED = Audit(
    as_of_month=date(2026, 10, 1),
    inputs="inputs",
    code_version="0.1.0+code",
    quarantined_rows=0,
    tests_run=7,
    tests_passed=7,
    findings=(Finding("every test passed", True, "7 tests"),),
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(publishing, "audit", lambda settings: _PASSED)
    monkeypatch.setattr(publishing, "compare", lambda *_: [])
    # Pages and workbook are of dbt's build and not of these tables.
    monkeypatch.setattr(publishing, "write_pages", lambda *_: [])
    monkeypatch.setattr(publishing, "write_workbook", lambda *_: [])
    monkeypatch.setattr(publishing, "write_page", lambda release, _: release.folder)
    made = Settings(
        landing_dir=tmp_path / "landing",
        build_dir=tmp_path / "build",
        publish_dir=tmp_path / "published",
        person_key_file=tmp_path / "key",
        is_demo=False,
        # A reader of several Parquet files has as long as so many releases take; these take no
        # time at all, and a machine under load may keep a reader waiting.
        keep_releases=25,
    )
    made.build_dir.mkdir()
    with duckdb.connect(str(made.build_file)) as connection:
        connection.execute("create schema marts")
        for number in range(3):
            connection.execute(f"create table marts.table_{number} as select 1::integer as one")
    return made


def test_readers_meet_no_error_and_no_mixture(settings: Settings) -> None:
    readings = read_while_publishing(settings, _PUBLISHES)
    assert readings.errors == []
    assert readings.mixed == []
    assert readings.looks > len(readings.versions) > 1


def test_a_mixture_would_be_seen(settings: Settings) -> None:
    read_while_publishing(settings, 1, readers=0)
    assert look(settings.publish_dir)
    parquet = settings.publish_dir / "current" / "parquet" / "table_1.parquet"
    duckdb.execute(f"copy (select 1 as one from range(9)) to '{parquet}' (format parquet)")
    with pytest.raises(MixedError, match="table_1"):
        look(settings.publish_dir)
