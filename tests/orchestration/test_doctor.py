"""What the doctor sees, and that it only looks. Acts: whoever changes doctor.py."""

from __future__ import annotations

import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.build.fingerprint import code_version
from orchestration.commands import doctor
from orchestration.commands.command_line import main
from orchestration.commands.doctor import Answer, examine
from orchestration.machine import access
from orchestration.publish.release import Label
from orchestration.raw.arrivals import look
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import RefreshRun


def _seen(settings: Settings) -> dict[str, Answer]:
    return {answer.subject: answer for answer in examine(settings)}


def _bad(settings: Settings) -> dict[str, str]:
    return {name: answer.seen for name, answer in _seen(settings).items() if answer.state == "bad"}


@pytest.fixture
def unrehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """For questions that have nothing to do with loading, which takes seconds."""
    monkeypatch.setattr(doctor, "rehearse", lambda settings: look(settings, restamps=False))


def test_before_the_first_refresh_nothing_is_wrong(settings: Settings) -> None:
    answers = _seen(settings)
    assert _bad(settings) == {}
    assert answers["new deliveries"].seen == (
        "delivery 2026-10 not loaded yet; a trial load succeeded"
    )
    assert answers["new deliveries"].advice == "make run"
    assert answers["current release"].seen == "none yet"


def test_it_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    list(examine(settings))
    assert sorted(tmp_path.rglob("*")) == before


def test_after_a_refresh(settings: Settings, released: RefreshRun, tmp_path: Path) -> None:
    run = released.copy(tmp_path / "work")
    done = replace(
        settings,
        landing_dir=run.work / "landing",
        build_dir=run.build_dir,
        publish_dir=run.publish_dir,
        person_key_file=run.work / "keys" / "person.key",
    )
    answers = _seen(done)
    assert {answer.state for answer in answers.values()} == {"good"}
    assert answers["new deliveries"].seen.startswith("Nothing new")

    database = run.publish_dir / "current" / "partner_score.duckdb"
    database.write_bytes(b"cut off")
    assert "current release" in _bad(done)
    (run.publish_dir / "current" / "release.json").unlink()
    assert "cannot be read" in _bad(done)["current release"]


def test_a_folder_that_is_no_delivery(settings: Settings) -> None:
    (settings.landing_dir / "October").mkdir()
    assert "October" in _bad(settings)["landing"]


def test_what_does_not_belong_into_a_delivery(settings: Settings) -> None:
    (settings.landing_dir / "2026-10" / "notes.docx").write_text("x")
    assert "notes.docx" in _bad(settings)["new deliveries"]


def test_before_there_is_a_demo_world(settings: Settings) -> None:
    shutil.rmtree(settings.landing_dir)
    assert "cannot be read" in _bad(settings)["landing"]
    demo = replace(settings, is_demo=True, makes_demo_world=True)
    assert _bad(demo) == {}
    assert _seen(demo)["landing"].advice == "make run creates it."


def test_a_key_that_others_may_read(settings: Settings) -> None:
    settings.person_key_file.parent.mkdir()
    settings.person_key_file.write_text("0" * 64)
    settings.person_key_file.chmod(0o640)
    assert "others can read" in _bad(settings)["person key"]
    settings.person_key_file.chmod(0o600)
    assert _bad(settings) == {}


@pytest.mark.usefixtures("unrehearsed")
def test_too_little_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    for free, expected in ((1_999_999_999, {"disk"}), (2_000_000_000, set())):
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: usage(0, 0, free))
        assert set(_bad(settings)) == expected


@pytest.mark.usefixtures("unrehearsed")
def test_a_folder_without_rights(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    nearest = settings.publish_dir.parent
    monkeypatch.setattr(access, "may", lambda path, rights: path != nearest)
    assert set(_bad(settings)) == {"BUILD_DIR", "PUBLISH_DIR", "person key"}


@pytest.mark.usefixtures("unrehearsed")
def test_other_packages_than_the_locked_ones(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_version = doctor.version
    monkeypatch.setattr(
        doctor, "version", lambda name: "0.0.1" if name == "duckdb" else true_version(name)
    )
    assert _bad(settings) == {"packages": "duckdb 0.0.1 instead of ==1.5.6"}


@pytest.mark.usefixtures("unrehearsed")
@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"as_of_month": "2026-09-01"}, "freshness"),
        ({"code_version": "another"}, "code"),
        ({"is_demo": True}, "world"),
    ],
)
def test_a_release_that_another_refresh_would_replace(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
    subject: str,
) -> None:
    label = Label(
        version="v",
        as_of_month="2026-10-01",
        built_at="2026-11-20T00:00:00",
        code_version=code_version(PROJECT_ROOT),
        is_demo=False,
        inputs="",
        quarantined_rows=0,
        tests_run=1,
        tests_passed=1,
        tables={},
    )
    folder = settings.publish_dir / "v"
    folder.mkdir(parents=True)
    with doctor.duckdb.connect(str(folder / "partner_score.duckdb")) as connection:
        connection.execute("create schema marts; create table marts.fct_designation_scores (a int)")
    (settings.publish_dir / "current").symlink_to("v")
    for made, expected in ((label, "good"), (replace(label, **changes), "note")):
        (folder / "release.json").write_text(made.to_json())
        states = {a.subject: a.state for a in examine(settings)}
        assert states.get(subject, "good") == expected
    rejected = settings.publish_dir / "rejected" / "w"
    rejected.mkdir(parents=True)
    later = replace(label, version="w", built_at="2026-11-21T00:00:00")
    (rejected / "release.json").write_text(later.to_json())
    assert "the audit refused w" in _bad(settings)["audit"]


@pytest.mark.usefixtures("unrehearsed")
def test_the_command_prints_and_tells_by_its_exit_code(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor.examine_and_print(settings) == 0
    assert "No problems found." in capsys.readouterr().out
    (settings.landing_dir / "October").mkdir()
    assert doctor.examine_and_print(settings) == 1
    monkeypatch.setenv("LANDING_DIR", " ")
    assert main(["doctor"]) == 1
    assert "settings: LANDING_DIR is set but blank." in capsys.readouterr().out
