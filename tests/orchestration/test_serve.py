"""Dagster's two processes as systemd or a container starts them. Acts: serve.py, deploy/."""

from __future__ import annotations

import configparser
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT, Settings, described

pytestmark = pytest.mark.slow

_DEPLOY = PROJECT_ROOT / "orchestration" / "deploy"
_PATIENCE_SECONDS = 120.0


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait(what: str, is_so: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"{what}\n{log.read_text()}"
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_both_processes_start_and_end_on_a_signal(settings: Settings, tmp_path: Path) -> None:
    port = _free_port()
    logs = {name: tmp_path / f"{name}.log" for name in ("webserver", "daemon")}
    commands = {"webserver": ["--port", str(port)], "daemon": []}
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", "orchestration", "serve", name, *commands[name]],
            cwd=PROJECT_ROOT,
            env=dict(os.environ),
            stdout=logs[name].open("wb"),
            stderr=subprocess.STDOUT,
        )
        for name in logs
    }
    try:
        _wait("the web server answers", lambda: _answers(port), logs["webserver"])
        _wait(
            "the daemon looks for failed runs",
            lambda: "Checking for new runs for sensor: failed_run" in logs["daemon"].read_text(),
            logs["daemon"],
        )
        for process in running.values():
            process.send_signal(signal.SIGTERM)
        for process in running.values():
            assert process.wait(_PATIENCE_SECONDS) in (0, -signal.SIGTERM)
    finally:
        for process in running.values():
            process.kill()
            process.wait()


def test_wrong_settings_are_told_before_anything_starts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDING_DIR", str(settings.landing_dir / "nowhere"))
    done = subprocess.run(
        [sys.executable, "-m", "orchestration", "serve", "daemon"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "does not exist" in done.stderr


@pytest.mark.parametrize("process", ["daemon", "webserver"])
def test_units_start_what_there_is(process: str) -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(_DEPLOY / f"partner-score-{process}.service")
    folder = unit["Service"]["WorkingDirectory"]
    expected = f"{folder}/.venv/bin/python -m orchestration serve {process}"
    assert unit["Service"]["ExecStart"] == expected


def test_examples_name_every_setting_that_there_is() -> None:
    documented = {variable.name for variable in described()}
    example = (_DEPLOY / "partner-score.env").read_text()
    image = (_DEPLOY / "Containerfile").read_text()
    for name in ("LANDING_DIR", "BUILD_DIR", "PUBLISH_DIR", "PERSON_KEY_FILE"):
        assert name in documented
        assert f"{name}=" in example
        assert f"{name}=" in image
