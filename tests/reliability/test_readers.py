"""Readers of `current` while releases are made, switched and rolled back.

Acts: whoever changes publishing.py or release_files.py. The build is a handful of small tables, and
the audit is taken as passed; `make reliability` publishes a real build.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.commands import releases
from orchestration.publish import publishing
from orchestration.publish.audit import Audit, Finding
from orchestration.settings import Settings
from tests.release_tables import META_TABLES
from tests.reliability.publishes import read_meanwhile
from tests.reliability.reader import MixedError, look

pytestmark = pytest.mark.slow

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
    monkeypatch.setattr(publishing, "write_page", lambda release: release.folder)
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
        connection.execute(META_TABLES)
        for number in range(3):
            connection.execute(f"create table marts.table_{number} as select 1::integer as one")
    return made


@pytest.mark.parametrize(
    ("has_links", "publishes"), [(True, 50), (False, 12)], ids=["link", "pointer file"]
)
def test_readers_meet_no_error_and_no_mixture(
    has_links: bool, publishes: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "has_links", lambda: has_links)
    readings = read_meanwhile(settings, publishes)
    assert readings.errors == []
    assert readings.mixed == []
    assert readings.rollbacks == publishes
    assert readings.looks > len(readings.versions) > 1
    assert readings.steps_back > 0
    assert (settings.publish_dir / "current").is_symlink() == has_links


def test_a_switch_in_two_steps_would_be_seen(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rollback that takes the link away and then makes the other leaves a gap."""

    def switch(publish_dir: Path, version: str) -> None:
        (publish_dir / "current").unlink()
        time.sleep(0.5)
        (publish_dir / "current").symlink_to(version)

    monkeypatch.setattr(releases, "switch_current", switch)
    assert read_meanwhile(settings, 2).errors


def test_a_mixture_would_be_seen(settings: Settings) -> None:
    read_meanwhile(settings, 1, readers=0)
    assert look(settings.publish_dir)
    parquet = settings.publish_dir / "current" / "parquet" / "table_1.parquet"
    duckdb.execute(f"copy (select 1 as one from range(9)) to '{parquet}' (format parquet)")
    with pytest.raises(MixedError, match="table_1"):
        look(settings.publish_dir)
