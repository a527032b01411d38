"""One refresh at a time, also over processes, and the build file it finds.

Acts: whoever changes lock.py or workspace.py.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.arrivals import look
from orchestration.lock import LockedError, exclusive
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.workspace import workspace

_HOLD = """
import sys, time
from pathlib import Path
from orchestration.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def hold(tmp_path: Path) -> Iterator:
    """`hold(seconds)`: another process takes the lock and keeps it for so long."""
    started = []

    def start(seconds: float) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(tmp_path / "lock"), str(seconds)],
            cwd=PROJECT_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_process_is_refused_and_told_who_holds_it(hold, tmp_path: Path) -> None:
    process = hold(30)
    with (
        pytest.raises(LockedError, match=f"process {process.pid}, since"),
        exclusive(tmp_path / "lock"),
    ):
        pass


def test_waiting_ends_when_the_other_has_ended(hold, tmp_path: Path) -> None:
    hold(0.3)
    with exclusive(tmp_path / "lock", wait_seconds=10):
        pass


def test_a_killed_process_leaves_no_lock_behind(hold, tmp_path: Path) -> None:
    process = hold(30)
    process.kill()
    process.wait()
    started = time.monotonic()
    with exclusive(tmp_path / "lock", wait_seconds=5):
        assert time.monotonic() - started < 1


def test_the_holder_may_ask_again(tmp_path: Path) -> None:
    with exclusive(tmp_path / "lock"), exclusive(tmp_path / "lock"):
        pass
    with exclusive(tmp_path / "lock"):
        pass


def _settings(tmp_path: Path) -> Settings:
    (tmp_path / "build").mkdir()
    return Settings(tmp_path / "in", tmp_path / "build", tmp_path / "out", tmp_path / "key", False)


@pytest.mark.parametrize("content", [b"", b"half", b"\0" * 12288])
def test_a_build_file_that_was_only_begun_is_removed(content: bytes, tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    settings.build_file.write_bytes(content)
    with workspace(settings, wait_seconds=0):
        assert not settings.build_file.exists()


def test_a_build_file_is_kept(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    duckdb.connect(str(settings.build_file)).close()
    with workspace(settings, wait_seconds=0):
        assert settings.build_file.exists()


def test_a_build_file_without_a_receipt_has_nothing_loaded(settings: Settings) -> None:
    settings.build_dir.mkdir()
    duckdb.connect(str(settings.build_file)).close()
    assert look(settings).months == ("2026-10",)
