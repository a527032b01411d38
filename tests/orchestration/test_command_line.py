"""The one command line: what it offers, how it answers a slip, and that the Makefile fits it.

Acts: whoever changes commands/command_line.py or the Makefile.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.commands import command_line
from orchestration.commands.command_line import FAILED, LOCKED, OK, WRONG, main
from orchestration.machine.lock import LockedError
from orchestration.publish.release_files import PublishError
from orchestration.settings import PROJECT_ROOT, SettingsError


def commands() -> set[str]:
    """The names of all commands."""
    return {each.name or each.callback.__name__ for each in command_line.app.registered_commands}


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == OK
    said = capsys.readouterr().out
    for name in commands():
        assert re.search(rf"^\W*{name}\b", said, re.M), name


@pytest.mark.parametrize("name", sorted(commands() - {"ask"}))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "-h"]) == OK
    assert f"Usage: python -m orchestration {name}" in capsys.readouterr().out


def test_a_slip_is_answered_by_what_may_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rolback"]) == WRONG
    assert "Did you mean 'rollback'?" in capsys.readouterr().err
    assert main(["explain", "--partnr", "x"]) == WRONG
    assert "--partner" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (SettingsError("X is blank."), WRONG, "The settings are wrong. X is blank."),
        (LockedError("Another is running."), LOCKED, "Not started. Another is running."),
        (PublishError("There is none."), FAILED, "Failed. There is none."),
        (PermissionError(13, "Permission denied", "/x"), FAILED, "Failed. Permission denied: /x."),
        (KeyboardInterrupt(), FAILED, "Interrupted."),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, BaseException) else None,
)
def test_what_a_command_raises_is_told_and_counted(
    error: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(command_line.Settings, "from_environment", fail)
    assert main(["releases"]) == code
    said = capsys.readouterr()
    assert words in said.err and not said.out


def test_a_fault_of_the_code_is_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(command_line.Settings, "from_environment", fail)
    with pytest.raises(ZeroDivisionError):
        main(["releases"])


def test_the_makefile_calls_commands_that_there_are() -> None:
    called = re.findall(r"-m orchestration (\w+)", (PROJECT_ROOT / "Makefile").read_text())
    assert len(called) > 8
    assert set(called) <= commands()


def test_an_answer_at_once_needs_neither_dagster_nor_dbt() -> None:
    """They take seconds to import; with nothing new a refresh answers in one."""
    code = "import orchestration.commands.command_line, orchestration.commands.refresh, sys; "
    code += "print([name for name in ('dagster', 'dbt', 'hypothesis') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--size", "1", "1", "1"], ""),
        (["--usage-lines", "10"], ""),
        (["--usage-lines", "5000", "--deliveries", "13"], "1 to 12 deliveries"),
        (["--format", "xlsx"], "csv"),
    ],
)
def test_a_world_that_cannot_be_made(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--landing", str(tmp_path / "landing"), *arguments]) == WRONG
    said = capsys.readouterr().err
    assert "Invalid value" in said and words in said
