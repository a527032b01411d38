"""The doctor says of the landing folder what a refresh says, and changes nothing.

Acts: whoever changes rehearsal.py, doctor.py or the order of steps in raw_assets.py.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.commands import doctor, rehearsal
from orchestration.commands.command_line import FAILED, main
from orchestration.commands.doctor import Answer
from orchestration.raw import load
from orchestration.raw.arrivals import look
from orchestration.raw.delivery_check import check_month
from orchestration.raw.store import open_store
from orchestration.raw.workspace import REHEARSAL, remove_rehearsals, workspace
from orchestration.settings import LOCK_FILE, Settings
from tests.conftest import RefreshRun
from tests.orchestration.load_by_hand import load_everything
from tests.orchestration.tiny_world import tiny_world

pytestmark = pytest.mark.slow

MONTH = "2026-10"


def said(settings: Settings) -> Answer:
    """What the doctor says of new deliveries; it may leave nothing behind and change no byte."""
    before = _contents(settings.build_dir.parent)
    answers = {answer.subject: answer for answer in doctor.examine(settings)}
    assert _contents(settings.build_dir.parent) == before
    return answers.get("new deliveries") or answers["landing"]


def test_a_run_checks_a_month_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the number of datasets; the next run looks again."""
    looked: list[str] = []

    def look_again(connection: Any, deliveries: Any, month: str) -> Any:
        looked.append(month)
        return check_month(connection, deliveries, month)

    monkeypatch.setattr(load, "check_month", look_again)
    for runs in (1, 2):
        assert said(settings).state == "note"
        assert looked == [MONTH] * runs


def _contents(folder: Path) -> dict[str, str]:
    """Files and folders with what they hold; the file that is locked for an instant left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else ""
        for path in folder.rglob("*")
        if path.name != LOCK_FILE
    }


def files(settings: Settings, dataset: str) -> list[Path]:
    return sorted((settings.landing_dir / MONTH).glob(f"{dataset}*"))


def no_header(settings: Settings) -> None:
    files(settings, "Profile")[0].write_text("Nothing\n1\n")


def empty_file(settings: Settings) -> None:
    files(settings, "AzureUsage")[0].write_bytes(b"")


def cut_off(settings: Settings) -> None:
    """Seen while the file loads, when the usage before it has loaded."""
    path = files(settings, "Profile")[0]
    path.write_text(path.read_text() + '"never closed')


def overlapping(settings: Settings) -> None:
    path = files(settings, "AzureUsage")[0]
    path.with_name("AzureUsage_2.csv").write_text(path.read_text() + "\n")


def incomplete(settings: Settings) -> None:
    files(settings, "EMSUsage")[0].unlink()


def wrong_folder(settings: Settings) -> None:
    (settings.landing_dir / MONTH).rename(settings.landing_dir / "2020-01")


def too_early(settings: Settings) -> None:
    (settings.landing_dir / MONTH).rename(settings.landing_dir / "2026-11")


def no_delivery(settings: Settings) -> None:
    (settings.landing_dir / "October").mkdir()


def no_extract(settings: Settings) -> None:
    (settings.landing_dir / MONTH / "notes.docx").write_text("x")


def being_copied(settings: Settings) -> None:
    (settings.landing_dir / MONTH / "AzureUsage_2.csv.part").write_text("x")


def open_key(settings: Settings) -> None:
    settings.person_key_file.parent.mkdir()
    settings.person_key_file.write_text("0" * 64)
    settings.person_key_file.chmod(0o644)


def changed(settings: Settings) -> None:
    load_everything(settings)
    path = files(settings, "Profile")[0]
    path.write_text(path.read_text() + "\n")


def gone(settings: Settings) -> None:
    load_everything(settings)
    files(settings, "Profile")[0].unlink()


def month_gone(settings: Settings) -> None:
    """Complete, and taken away whole while another one is there."""
    tiny_world("2026-09").write(settings.landing_dir)
    load_everything(settings)
    shutil.rmtree(settings.landing_dir / MONTH)


def another_key(settings: Settings) -> None:
    """People were loaded with a key that is there no more, and are to be loaded again."""
    load_everything(settings)
    tiny_world("2026-09").write(settings.landing_dir)


def faulty_correction(settings: Settings) -> None:
    load_everything(settings)
    folder = settings.landing_dir / f"{MONTH}.2"
    folder.mkdir()
    shutil.copy(files(settings, "AzureUsage")[0], folder)
    (folder / "EMSUsage.csv").write_text("PGAMpnId\n1\n")


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (no_header, "expected a header with MPNId"),
        (empty_file, "an empty file"),
        (cut_off, "never closed"),
        (overlapping, "Parts of an extract must not overlap"),
        (incomplete, "Delivery 2026-10 is not complete yet"),
        (wrong_folder, "wrong folder"),
        (too_early, "usage only up to 2026-10"),
        (no_delivery, "October"),
        (no_extract, "notes.docx"),
        (being_copied, "is still being copied. Start again when the copy has finished."),
        (open_key, "Users other than its owner can read"),
        (changed, "different content under the same name"),
        (gone, "found no file. Put it back"),
        (month_gone, "found no file. Put it back"),
        (another_key, "not the one that earlier certificates were loaded with"),
        (faulty_correction, "Delivery 2026-10 was refused"),
    ],
)
def test_it_says_what_a_refresh_says(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    break_it: Callable[[Settings], None],
    words: str,
) -> None:
    break_it(settings)
    answer = said(settings)
    assert answer.state == "bad" and words in answer.seen
    assert main(["run"]) == FAILED
    assert f"Not published. {answer.seen}\n" in capsys.readouterr().err
    # And once more over what the refused refresh has left.
    assert said(settings) == answer
    doctor.print_answers(iter([answer]), doctor.Console(highlight=False, soft_wrap=True))
    assert f"{answer.subject}: {answer.seen}\n" in capsys.readouterr().out


def test_more_in_quarantine_than_may_be_left_out(settings: Settings) -> None:
    """Whether it is to be loaded or was: the audit says so after the build, the doctor before."""
    path = files(settings, "AzureUsage")[0]
    path.write_text(path.read_text() + "not,enough\n" * 20)
    answer = said(settings)
    assert answer.state == "bad"
    assert "Too much is in quarantine to publish a release." in answer.seen
    assert str(settings.build_file) in answer.seen
    assert said(replace(settings, quarantine_max_acr_pct=100, quarantine_max_rows=20)).state == (
        "note"
    )
    load_everything(settings)
    assert said(settings) == answer


def test_a_published_file_that_changed_under_a_lost_build(
    settings: Settings, released: RefreshRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = released.copy(tmp_path / "work")
    (run.build_dir / "build.real.duckdb").unlink()
    shutil.rmtree(settings.landing_dir)
    shutil.copytree(run.work / "landing", settings.landing_dir)
    shutil.copytree(run.publish_dir, settings.publish_dir, symlinks=True)
    files(settings, "Profile")[0].unlink()
    answer = said(settings)
    assert "that the current release was built from" in answer.seen
    assert main(["run"]) == FAILED
    assert f"Not published. {answer.seen}\n" in capsys.readouterr().err


def test_a_month_that_is_gone_before_it_was_complete(settings: Settings) -> None:
    tiny_world("2026-09").write(settings.landing_dir)
    cut_off(settings)
    assert main(["run"]) == FAILED
    shutil.rmtree(settings.landing_dir / MONTH)
    assert said(settings).state == "note"


def test_what_a_refresh_left_is_rehearsed_with_the_rest(settings: Settings) -> None:
    incomplete(settings)
    assert main(["run"]) == FAILED
    shutil.rmtree(settings.landing_dir / MONTH)
    tiny_world(MONTH).write(settings.landing_dir)
    path = files(settings, "AzureUsage")[0]
    path.write_text(path.read_text() + "\n")
    assert said(settings).state == "note"
    with open_store(settings.build_file, read_only=True) as connection:
        assert connection.execute("select count(*) from raw.deliveries").fetchone() == (0,)


def test_a_folder_that_was_copied_is_nothing_new(settings: Settings) -> None:
    """The doctor reads its bytes and keeps to itself what it found; a refresh writes it down."""
    load_everything(settings)
    shutil.copytree(settings.landing_dir, settings.landing_dir.with_name("copy"))
    shutil.rmtree(settings.landing_dir)
    settings.landing_dir.with_name("copy").rename(settings.landing_dir)
    assert look(settings, restamps=False).months == (MONTH,)
    answer = said(settings)
    assert (answer.state, answer.seen[:11]) == ("good", "Nothing new")
    for restamps in (True, False):
        assert look(settings, restamps).months == ()


def test_no_key_for_people_is_made(settings: Settings) -> None:
    assert said(settings).state == "note"
    assert not settings.person_key_file.parent.exists()


def test_too_little_room_for_a_copy(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(rehearsal.shutil, "disk_usage", lambda path: usage(0, 0, 1000))
    answer = said(settings)
    assert answer.state == "note"
    assert "not loaded yet; no trial load" in answer.seen and "0.0 GB free" in answer.seen


_HOLD = """
import sys
from pathlib import Path
from orchestration.machine.lock import exclusive

with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_while_a_refresh_is_at_work(settings: Settings) -> None:
    load_everything(settings)
    files(settings, "Profile")[0].unlink()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(settings.lock_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        answers = {answer.subject: answer for answer in doctor.examine(settings)}
        other.communicate()
    assert answers["refresh"].state == "note"
    assert f"process {other.pid}" in answers["refresh"].seen
    assert not list(settings.build_dir.glob(f"{REHEARSAL}*"))


def test_what_a_killed_rehearsal_left_is_removed(settings: Settings) -> None:
    left, under_way = (settings.build_dir / f"{REHEARSAL}{name}" for name in ("left", "under_way"))
    for folder in (left, under_way):
        folder.mkdir(parents=True)
        (folder / "build.real.duckdb").write_bytes(b"people")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(under_way / LOCK_FILE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        remove_rehearsals(settings.build_dir)
        assert not left.exists() and under_way.exists()
        other.communicate()
    with workspace(settings, wait_seconds=0):
        assert not under_way.exists()


def test_the_copy_is_private(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    load_everything(settings)
    tiny_world("2026-09").write(settings.landing_dir)
    seen: dict[str, int] = {}
    load = rehearsal._load

    def look(copy: Settings, *more: object) -> None:
        assert copy.build_dir.parent == settings.build_dir
        load(copy, *more)
        seen.update((path.name, path.stat().st_mode & 0o77) for path in [copy.build_dir])
        seen.update((path.name, path.stat().st_mode & 0o77) for path in copy.build_dir.iterdir())
        # Says who holds it, and nothing else.
        del seen[LOCK_FILE]
        with duckdb.connect(str(copy.build_file), read_only=True) as connection:
            query = "select count(*) from raw.deliveries"
            assert connection.execute(query).fetchone() == (2,)

    monkeypatch.setattr(rehearsal, "_load", look)
    monkeypatch.setenv("PERSON_KEY", "a key for tests only")
    assert said(settings).state == "note"
    assert "build.real.duckdb" in seen and set(seen.values()) == {0}
