"""Settings and a made build for tests of publishing: a handful of tables, an audit that passes.

test_audit.py asks the audit, test_regressions.py the comparison with the current release.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest

from orchestration.publish import publishing
from orchestration.publish.audit import Audit, Finding
from orchestration.settings import Settings
from tests.publish.scorecard_release import show_scorecard
from tests.release_tables import META_TABLES

Build = Callable[..., None]

PASSED = Audit(
    as_of_month=date(2026, 10, 1),
    inputs="inputs",
    code_version="0.1.0+code",
    quarantined_rows=2,
    tests_run=7,
    tests_passed=7,
    findings=(Finding("every test passed", True, "7 tests"),),
)


def write_pages(settings: Settings, folder: Path) -> list[str]:
    """In the place of the real pages, which are of dbt's build and not of these tables."""
    (folder / "docs.html").write_text("<html></html>")
    return []


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(publishing, "audit", lambda settings: PASSED)
    monkeypatch.setattr(publishing, "compare", lambda *files: [])
    monkeypatch.setattr(publishing, "write_pages", write_pages)
    monkeypatch.setattr(publishing, "write_workbook", lambda database, folder: [])
    monkeypatch.setattr(publishing, "write_page", lambda release: release.folder)
    made = Settings(
        landing_dir=tmp_path / "landing",
        build_dir=tmp_path / "build",
        publish_dir=tmp_path / "published",
        person_key_file=tmp_path / "key",
        is_demo=False,
    )
    made.build_dir.mkdir()
    return made


@pytest.fixture
def build(settings: Settings) -> Build:
    """`build(points)`: a build whose one score is `points`."""

    def make(points: int, column: str = "points::decimal(9, 4)") -> None:
        with duckdb.connect(str(settings.build_file)) as connection:
            connection.execute(
                f"""
                create schema if not exists marts;
                create schema if not exists intermediate;
                create or replace table intermediate.hidden as select 1 as one;
                create or replace table marts.fct_scores as
                select
                    'it''s me'::varchar as partner_id,
                    date '2026-10-01' as as_of_month,
                    true as qualifies,
                    {column} as points,
                    1::bigint as tenants,
                    1::integer as step,
                    12.5::decimal(28, 10) as acr_usd
                from (select {points} as points);
                comment on table marts.fct_scores is 'It''s one row per partner.';
                comment on column marts.fct_scores.points is 'Points; not "money".';
                create or replace view marts.score_summary as select 5::bigint as five;
                comment on view marts.score_summary is 'A view.';
                {META_TABLES}
                """
            )

    return make


@pytest.fixture
def show(tmp_path: Path):
    """`show(…)`: the scorecard of a small release as text."""
    return partial(show_scorecard, tmp_path)
