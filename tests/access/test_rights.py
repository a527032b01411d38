"""Rights of what is made, and the state of a build folder that a refresh finds.

Acts: whoever changes access.py, workspace.py or the places where folders are made.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.machine.access import as_configured, owner_only
from orchestration.raw.store import open_store, spill_folder
from orchestration.raw.workspace import is_whole, workspace
from orchestration.settings import Settings

pytestmark = pytest.mark.slow

#: Another program that has the database open until its input ends.
_HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


#: A program that is killed with changes that stand only in the write-ahead log.
_KILLED = """
import os, signal, sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("create table more as select range from range(1000)")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def umask_of_a_team() -> Iterator[None]:
    """Group may read, others may not: a umask that differs from both defaults and owner-only."""
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "in", tmp_path / "build", tmp_path / "out", tmp_path / "key", False)


def _mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):03o}"


def test_rights_follow_the_block(tmp_path: Path) -> None:
    names = ["before", "private", "released", "private_again", "after"]
    (tmp_path / "before").touch()
    with owner_only():
        (tmp_path / "private").touch()
        with as_configured():
            (tmp_path / "released").touch()
        (tmp_path / "private_again").touch()
    with as_configured():
        (tmp_path / "after").touch()
    assert [_mode(tmp_path / name) for name in names] == ["640", "600", "640", "600", "640"]


def test_everything_in_the_build_folder_is_for_its_owner(settings: Settings) -> None:
    with workspace(settings, wait_seconds=0), open_store(settings.build_file) as connection:
        connection.execute("create table raw.people as select range as one from range(1000)")
        log = settings.build_file.with_name(f"{settings.build_file.name}.wal")
        assert _mode(log) == "600"
        connection.execute("set memory_limit = '30MB'")
        connection.execute("set threads = 1")
        spilled = connection.execute(
            "create temp table much as select hash(range) as one, hash(range + 1) as two, "
            "hash(range + 2)::varchar as three from range(1_500_000)"
        )
        assert spilled
        spill = spill_folder(settings.build_file)
        files = list(spill.iterdir())
        assert files, "the table was meant to be larger than the memory"
        assert {_mode(path) for path in files} == {"600"}
        assert _mode(spill) == "700"
        connection.execute("drop table much")
    assert _mode(settings.build_dir) == "700"
    assert _mode(settings.build_file) == "600"


def test_a_build_folder_made_by_someone_else_is_closed(settings: Settings) -> None:
    settings.build_dir.mkdir(mode=0o755)
    duckdb.connect(str(settings.build_file)).close()
    settings.build_file.chmod(0o664)
    settings.log_dir.mkdir()
    foreign = settings.build_dir / "somebody's notes"
    foreign.touch(0o644)
    with workspace(settings, wait_seconds=0):
        pass
    assert _mode(settings.build_file) == "600"
    assert _mode(settings.log_dir) == "700"
    # The folder itself and what is not ours stay as their owner wants them.
    assert _mode(foreign) == "640"
    assert _mode(settings.build_dir) == "750"


def test_what_a_killed_process_spilled_is_removed(settings: Settings) -> None:
    spill = spill_folder(settings.build_file)
    spill.mkdir(parents=True)
    (spill / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"names of people")
    with workspace(settings, wait_seconds=0):
        assert not spill.exists()


@pytest.fixture
def whole(settings: Settings) -> bytes:
    settings.build_dir.mkdir()
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("create table t as select range from range(100000)")
    return settings.build_file.read_bytes()


@pytest.mark.parametrize("length", [0, 8, 12, 4096, 8192, 12288, 20000])
def test_a_build_file_that_was_only_begun_is_removed(
    length: int, settings: Settings, whole: bytes
) -> None:
    settings.build_file.write_bytes(whole[:length])
    with workspace(settings, wait_seconds=0):
        assert not settings.build_file.exists()


def test_a_build_file_with_a_broken_log_is_removed(settings: Settings, whole: bytes) -> None:
    log = settings.build_file.with_name(f"{settings.build_file.name}.wal")
    subprocess.run([sys.executable, "-c", _KILLED, str(settings.build_file)], check=False)
    content = log.read_bytes()
    log.write_bytes(content[:40] + b"\xff" * 100 + content[140:])
    with workspace(settings, wait_seconds=0):
        assert not settings.build_file.exists()
        assert not log.exists()


def test_a_build_file_in_use_is_not_removed(settings: Settings, whole: bytes) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(settings.build_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(duckdb.IOException, match="lock"):
            is_whole(settings.build_file)
        with (
            pytest.raises(duckdb.IOException, match="lock"),
            workspace(settings, wait_seconds=0),
        ):
            pass
        other.communicate()
    assert is_whole(settings.build_file)
