"""The main job from outside: exit codes, words, what is published, and what is not.

Acts: whoever changes refresh.py. Real builds take long, so the tests share one release and change
nothing for good. What makes a new release, and what the audit refuses: test_refused.py.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from orchestration.machine.lock import exclusive
from orchestration.publish.release import Release, current_release
from orchestration.settings import DEMO_MARKER
from tests.conftest import RefreshRun
from tests.orchestration.tiny_world import PARTNER, tiny_world

#: A refresh with nothing to do answers in less than this, in seconds.
_AT_ONCE = 10.0


@pytest.fixture(scope="module")
def first(released: RefreshRun, tmp_path_factory: pytest.TempPathFactory) -> RefreshRun:
    return released.copy(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def work(first: RefreshRun) -> Path:
    return first.work


@pytest.fixture(scope="module")
def landing(work: Path) -> Path:
    return work / "landing"


def _current(run: RefreshRun) -> Release:
    release = current_release(run.publish_dir)
    assert release is not None
    return release


def test_a_refresh_publishes_and_shows_a_scorecard(first: RefreshRun) -> None:
    release = _current(first)
    assert release.label.as_of_month == "2026-10-01"
    assert not release.label.is_demo
    assert release.label.tests_run == release.label.tests_passed > 0
    for words in (PARTNER, "Total", "2026-10", "/published/current"):
        assert words in first.output
    assert "DEMO" not in first.output


def test_it_says_how_long_it_took(first: RefreshRun) -> None:
    timings = json.loads((first.build_dir / "timings.json").read_text())
    assert set(timings) == {"load", "build", "test", "publish", "total"}
    assert all(seconds > 0 for seconds in timings.values())
    parts = sum(seconds for name, seconds in timings.items() if name != "total")
    assert parts < timings["total"]


def test_the_release_is_readable_and_alone(first: RefreshRun) -> None:
    release = _current(first)
    assert {path.name for path in release.folder.iterdir()} == {
        "partner_score.duckdb",
        "parquet",
        "csv",
        "score.xlsx",
        "scorecard.html",
        "docs.html",
        "column_lineage.html",
        "audit.json",
        "release.json",
    }
    with first.connect() as connection:
        for table, rows in release.label.tables.items():
            assert connection.execute(f"select count(*) from marts.{table}").fetchone() == (rows,)
            file = str(release.parquet / f"{table}.parquet")
            query = "select count(*) from read_parquet(?)"
            assert connection.execute(query, [file]).fetchone() == (rows,)


def test_nothing_new(first: RefreshRun, refresh_landing, landing: Path, work: Path) -> None:
    before = _current(first)
    started = time.monotonic()
    again = refresh_landing(landing, work, started_anew=True)
    assert time.monotonic() - started < _AT_ONCE
    assert "Nothing new: all 12 deliveries" in again.output
    assert "Total" in again.output
    assert _current(again) == before


def test_a_second_refresh_at_the_same_time(first, refresh_landing, landing, work) -> None:
    with exclusive(first.build_dir / ".refresh.lock"):
        run = refresh_landing(landing, work, check=False)
    assert run.returncode == 3
    assert "Another refresh is running" in run.output


def test_a_demo_is_refused_before_anything_is_built(first, refresh_landing, work: Path) -> None:
    demo = tiny_world("2026-10").write(work / "demo")
    (demo / DEMO_MARKER).touch()
    before = _current(first)
    run = refresh_landing(demo, work, check=False)
    assert run.returncode == 1
    assert "a demo never replaces it" in run.output
    assert not (first.build_dir / "build.demo.duckdb").exists()
    assert _current(first) == before


def test_a_missing_landing_folder(refresh_landing, work: Path) -> None:
    run = refresh_landing(work / "nowhere", work, check=False)
    assert run.returncode == 2
    assert "does not exist" in run.output
    assert "Traceback" not in run.output


def test_a_half_copied_file(first, refresh_landing, landing: Path, work: Path) -> None:
    half = landing / "2026-10" / "AzureUsage2.csv.part"
    half.touch()
    run = refresh_landing(landing, work, check=False)
    half.unlink()
    assert run.returncode == 1
    assert "2026-10/AzureUsage2.csv.part is still being copied" in run.output


def test_a_file_that_is_gone_when_the_build_is_made_anew(
    first, refresh_landing, landing: Path, work: Path
) -> None:
    before = _current(first)
    build, profile = first.build_dir / "build.real.duckdb", landing / "2026-09" / "Profile.csv"
    kept = [path.rename(work / path.name) for path in (build, profile)]
    run = refresh_landing(landing, work, check=False)
    build.unlink()
    for path, place in zip(kept, (build, profile), strict=True):
        path.rename(place)
    assert run.returncode == 1
    assert "2026-09/Profile.csv: expected the file that the current release" in run.output
    assert "ACCEPT_REMOVED=2026-09/Profile.csv" in run.output
    assert _current(run) == before


def test_a_broken_delivery_publishes_nothing(first, refresh_landing, landing, work) -> None:
    before = _current(first)
    tiny_world("2026-11").write(landing)
    (landing / "2026-11" / "AzureUsage.csv").write_text("Month,ACR_USD\n2026-11-01,1\n")
    run = refresh_landing(landing, work, check=False)
    shutil.rmtree(landing / "2026-11")
    assert run.returncode == 1
    assert "2026-11/AzureUsage.csv" in run.output
    assert "still current" in run.output
    assert "Traceback" not in run.output
    assert _current(first) == before
