"""Commands in poor surroundings: a terminal of another encoding, a user without a home.

Each is a process of its own. Acts: whoever changes process.py, or adds a command.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.settings import NO_HOME
from tests.conftest import ROOT, RefreshRun
from tests.orchestration.tiny_world import PARTNER

pytestmark = pytest.mark.slow

#: A user that no list of users has. It may read what root may: Python itself may lie there.
_NOBODY = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"]
_READS = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]

_ENCODINGS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1:strict"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def environment(run: RefreshRun) -> dict[str, str]:
    # Commands that other tests ran in this process have named an encoding for those they start.
    own = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    return own | {
        "LANDING_DIR": str(run.work / "landing"),
        "BUILD_DIR": str(run.build_dir),
        "PUBLISH_DIR": str(run.publish_dir),
        "PERSON_KEY_FILE": str(run.work / "keys" / "person.key"),
        "PARTNER": PARTNER,
    }


def said(command: list[str], variables: dict[str, str], *before: str) -> tuple[int, bytes]:
    done = subprocess.run(
        [*before, sys.executable, "-m", "orchestration", *command],
        cwd=ROOT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert b"Traceback" not in done.stdout, done.stdout.decode(errors="replace")
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def place(released: RefreshRun, tmp_path_factory: pytest.TempPathFactory) -> RefreshRun:
    return released.copy(tmp_path_factory.mktemp("process"))


@pytest.mark.parametrize("encoding", _ENCODINGS)
@pytest.mark.parametrize(
    "command",
    [
        ["run"],
        ["doctor"],
        ["scorecard"],
        ["explain"],
        ["releases"],
    ],
    ids=lambda command: command[0],
)
def test_a_terminal_of_another_encoding(
    command: list[str], encoding: str, place: RefreshRun
) -> None:
    code, output = said(command, environment(place) | _ENCODINGS[encoding])
    assert code == 0, output
    if encoding != "latin-1":
        assert output.isascii()
    # UTF-8 in such a terminal would be read as these.
    assert not re.search(rb"[\xc2-\xf4][\x80-\xbf]", output)


def test_questions_are_answered_in_ascii(place: RefreshRun) -> None:
    """MetricFlow prints by itself, and would print UTF-8 to such a terminal."""
    variables = environment(place) | _ENCODINGS["ascii"]
    code, output = said(["ask", "list", "metrics"], variables)
    assert code == 0, output
    assert output.isascii() and b"? total_points: " in output


@pytest.mark.parametrize("encoding", _ENCODINGS)
def test_signs_that_mean_something_stay_apart(
    encoding: str, place: RefreshRun, tmp_path: Path
) -> None:
    """Good and bad are told by a sign alone; and the exit code is that of what was found."""
    landing = shutil.copytree(place.work / "landing", tmp_path / "landing")
    (landing / "Октябрь").mkdir()
    variables = environment(place) | _ENCODINGS[encoding] | {"LANDING_DIR": str(landing)}
    code, output = said(["doctor"], variables)
    assert code == 1
    assert b"+ BUILD_DIR" in output and b"x landing" in output
    code, output = said(["run"], variables)
    assert code == 1
    # Where file names are no UTF-8 either, the name's bytes are spelled out.
    assert b"Not published." in output and (b"???????" in output or b"\\udcd0\\udc9e" in output)


@pytest.fixture(scope="module")
def homeless(released: RefreshRun) -> Iterator[RefreshRun]:
    """A build of a user whom no list of users has, and no release yet."""
    if os.geteuid() != 0 or shutil.which(_NOBODY[0]) is None:
        pytest.skip("only root can be another user, by setpriv")
    # Not among the tests' own folders, which nobody but their user may enter.
    with tempfile.TemporaryDirectory() as work:
        run = released.copy(Path(work))
        shutil.rmtree(run.publish_dir)
        for path in (run.work, *run.work.rglob("*")):
            os.chown(path, 54321, 54321, follow_symlinks=False)
        yield run


def said_to_nobody(run: RefreshRun, *command: str, **changes: str) -> tuple[int, str]:
    variables = environment(run) | changes
    variables.pop("HOME", None)
    code, output = said([*command], variables, *_NOBODY, *_READS)
    return code, output.decode("utf-8")


def test_nobody_without_a_home(homeless: RefreshRun) -> None:
    """A whole release is made of the build, and then asked; nothing is looked for in a home."""
    for command in (
        ["run"],
        ["doctor"],
        ["docs"],
        ["ask", "list", "metrics"],
        ["explain"],
    ):
        code, output = said_to_nobody(homeless, *command)
        assert code == 0, output
    assert (homeless.publish_dir / "current").exists()
    assert not Path(NO_HOME).exists()


@pytest.mark.parametrize("value", ["~/build", "~nobody-of-that-name/build"])
def test_a_setting_in_a_home_that_is_not_there(value: str, homeless: RefreshRun) -> None:
    for command, expected in (
        ("run", 2),
        ("doctor", 1),
    ):
        code, output = said_to_nobody(homeless, command, BUILD_DIR=value)
        assert code == expected
        assert f"BUILD_DIR is {value}" in output
