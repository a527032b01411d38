"""One refresh at a time, also over processes, and the build file it finds.

Acts: whoever changes lock.py, durable.py or workspace.py.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.machine import durable
from orchestration.machine.access import owner_only
from orchestration.machine.lock import LockedError, exclusive
from orchestration.raw.arrivals import look
from orchestration.raw.workspace import workspace
from orchestration.settings import PROJECT_ROOT, Settings

_HOLD = """
import sys, time
from pathlib import Path
from orchestration.machine.lock import exclusive
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
        pytest.raises(LockedError, match=f"process {process.pid}, started"),
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


def test_what_the_file_says_and_who_may_read_it(tmp_path: Path) -> None:
    """On Windows nobody else can read the first byte while the lock is held."""
    lock_file = tmp_path / "lock"
    lock_file.touch(mode=0o600)
    lock_file.write_text(" " + "x" * 100)
    for _ in range(2):
        with owner_only(), exclusive(lock_file):
            text = lock_file.read_text()
            assert text[0] == " "
            assert re.fullmatch(rf"process {os.getpid()}, started [-\d]+ [:\d]+", text[1:])
            assert stat.S_IMODE(lock_file.stat().st_mode) == 0o600
        assert not lock_file.read_text().strip()
        # Made by the lock itself the second time.
        lock_file.unlink()


def test_a_file_system_without_locks_is_told_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOSYS, "no locks here")

    monkeypatch.setattr(fcntl, "flock", none)
    with pytest.raises(OSError, match="no locks here"), exclusive(tmp_path / "lock"):
        pytest.fail("there is no lock")


def test_what_windows_can_write_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def record(path: Path, flags: int) -> int:
        opened.append((path, flags))
        return os.dup(1)

    (tmp_path / "file").touch()
    monkeypatch.setattr(durable.os, "open", record)
    monkeypatch.setattr(durable.os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(durable.sys, "platform", "win32")
    durable.sync(tmp_path)
    durable.sync(tmp_path / "file")
    assert opened == [(tmp_path / "file", os.O_RDWR)]


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
