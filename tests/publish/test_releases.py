"""Choosing among releases by hand. Acts: whoever changes releases.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.commands.command_line import main
from orchestration.commands.releases import print_releases, rollback
from orchestration.publish import publishing
from orchestration.publish.audit import AuditError, Finding
from orchestration.publish.publishing import publish
from orchestration.publish.release import current_release
from orchestration.publish.release_files import PublishError
from orchestration.settings import Settings
from tests.publish.conftest import Build


@pytest.fixture
def versions(settings: Settings, build: Build) -> list[str]:
    """Three releases, oldest first; the last is current."""
    made = []
    for points in (1, 2, 3):
        build(points)
        made.append(publish(settings).label.version)
    return made


def _current(settings: Settings) -> str:
    release = current_release(settings.publish_dir)
    assert release is not None
    return release.label.version


def test_rollback_goes_back_one_release_at_a_time(settings: Settings, versions: list[str]) -> None:
    assert rollback(settings, None).label.version == versions[1]
    assert _current(settings) == versions[1]
    assert rollback(settings, None).label.version == versions[0]
    with pytest.raises(PublishError, match="no older release"):
        rollback(settings, None)
    assert _current(settings) == versions[0]


def test_rollback_to_a_named_release(settings: Settings, versions: list[str]) -> None:
    rollback(settings, versions[0])
    assert _current(settings) == versions[0]
    rollback(settings, versions[2])
    assert _current(settings) == versions[2]


@pytest.mark.parametrize(
    ("to", "words"), [("2026-10", "Several releases"), ("2025", "No release begins")]
)
def test_an_unclear_name_changes_nothing(
    settings: Settings, versions: list[str], to: str, words: str
) -> None:
    with pytest.raises(PublishError, match=words) as error:
        rollback(settings, to)
    assert all(version in str(error.value) for version in versions)
    assert _current(settings) == versions[2]


def test_a_demo_never_replaces_a_real_release(settings: Settings, build: Build) -> None:
    build(1)
    settings.build_file.rename(replace(settings, is_demo=True).build_file)
    publish(replace(settings, is_demo=True))
    build(2)
    real = publish(settings).label.version
    with pytest.raises(PublishError, match="is a demo"):
        rollback(settings, None)
    assert _current(settings) == real


def test_the_list_marks_current_and_rejected(
    settings: Settings, versions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [Finding("rows", False, "none")]
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "compare", lambda *files: bad)
        with pytest.raises(AuditError):
            publish(settings)
    rollback(settings, versions[1])
    console = Console(width=120, record=True)
    print_releases(settings, console)
    rows = console.export_text().splitlines()[1:-1]
    marks = [row.split()[:2] for row in rows if row.strip()[0] in "→✗"]
    assert marks[0] == ["→", versions[1]]
    assert [mark for mark, _ in marks] == ["→", "✗"]


def test_no_release_yet(settings: Settings) -> None:
    console = Console(width=120, record=True)
    print_releases(settings, console)
    assert "`make run` creates one" in console.export_text().replace("\n", " ")


def test_the_command_line_says_what_it_did(
    settings: Settings, versions: list[str], monkeypatch: pytest.MonkeyPatch, capsys, tmp_path: Path
) -> None:
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    for arguments, code, words in (
        (["releases"], 0, versions[0]),
        (["rollback"], 0, versions[1]),
        (["rollback", "nonsense"], 1, "No release begins"),
        (["accept", versions[0]], 1, "No rejected candidate"),
    ):
        assert main(arguments) == code
        said = capsys.readouterr()
        assert words in (said.err if code else said.out).replace("\n", " ")
