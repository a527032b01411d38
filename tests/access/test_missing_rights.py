"""What may not be read, entered or written is named with what to do, and no traceback is shown.

Each command is a process without the rights of root, which alone would see through it all. Acts:
whoever changes access.py, or opens a file or folder somewhere else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.landing.extracts import Landing

pytestmark = pytest.mark.slow

#: Root stays the owner of its files, and may do no more than an owner.
_AS_AN_OWNER = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]

_LABEL = "release.json"

#: What a load does first with certificates.
_READ_KEY = """
import pathlib, sys
from orchestration.raw.person_key import PersonKeyError, read_key
try:
    read_key(pathlib.Path(sys.argv[1]), {})
except PersonKeyError as error:
    print("PersonKeyError", error)
"""


@dataclass(frozen=True)
class Place:
    """A landing folder, a build, a release and a key, to take rights from."""

    root: Path

    def take(self, path: str, rights: int) -> Path:
        """Leave these rights on a file or folder."""
        (self.root / path).chmod(rights)
        return self.root / path

    def run(self, *command: str) -> tuple[int, str]:
        """Run a command of the project; its exit code and what it said."""
        alone = _AS_AN_OWNER if os.geteuid() == 0 else []
        done = subprocess.run(
            [*alone, sys.executable, "-m", "orchestration", *command],
            cwd=ROOT,
            env=os.environ
            | {
                "LANDING_DIR": str(self.root / "landing"),
                "BUILD_DIR": str(self.root / "build"),
                "PUBLISH_DIR": str(self.root / "published"),
                "PERSON_KEY_FILE": str(self.root / "keys" / "person.key"),
                "PARTNER": "anyone",
                # No line is broken in the middle of a path.
                "COLUMNS": "1000",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stdout
        return done.returncode, done.stdout


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    if os.geteuid() == 0 and shutil.which(_AS_AN_OWNER[0]) is None:
        pytest.skip("root sees through all rights, and setpriv is not there to take that away")
    landing = Landing(tmp_path / "landing")
    landing.complete("2026-10")
    for folder in ("build", "published/2026-10-x", "keys"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("build/build.real.duckdb", f"published/2026-10-x/{_LABEL}", "keys/person.key"):
        (tmp_path / file).touch(0o600)
    (tmp_path / "published" / "current").symlink_to("2026-10-x")
    yield Place(tmp_path)
    for folder in (tmp_path, *tmp_path.rglob("*")):
        folder.chmod(0o700)


@pytest.mark.parametrize(
    ("path", "rights", "code", "named"),
    [
        ("landing", 0o000, 2, "{path}"),
        ("landing", 0o444, 2, "{path}"),
        ("landing/2026-10", 0o000, 1, "2026-10:"),
        ("landing/2026-10", 0o444, 1, "2026-10:"),
        ("build", 0o000, 1, "{path}"),
        ("build", 0o555, 1, "{path}"),
        ("build/build.real.duckdb", 0o000, 1, "{path}"),
        ("published", 0o000, 1, "{path}"),
        ("published", 0o555, 1, "{path}"),
        ("published/2026-10-x", 0o000, 1, "{path}"),
    ],
)
def test_a_refresh_and_the_doctor_name_it(
    place: Place, path: str, rights: int, code: int, named: str
) -> None:
    taken = place.take(path, rights)
    for command, expected in (
        ("run", code),
        ("doctor", 1),
    ):
        found, said = place.run(command)
        assert found == expected, said
        assert named.format(path=taken) in said
        assert "permission" in said.lower()


def test_a_file_that_may_not_be_read_is_not_taken_for_a_damaged_one(place: Place) -> None:
    place.take("landing/2026-10/EMSUsage.csv", 0o000)
    shutil.rmtree(place.root / "published")
    for command in ("run", "doctor"):
        found, said = place.run(command)
        assert found == 1, said
        assert "2026-10/EMSUsage.csv: expected a readable file, found permission denied" in said
        assert "copy or download" not in said


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (["scorecard"], f"published/2026-10-x/{_LABEL}"),
        (["releases"], f"published/2026-10-x/{_LABEL}"),
        (["explain"], f"published/2026-10-x/{_LABEL}"),
        (["ask"], f"published/2026-10-x/{_LABEL}"),
        (["docs"], "build"),
        (["dev"], "build"),
        (["serve", "daemon"], "build"),
        (["demo", "--landing", "{root}/keys/demo"], "keys"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else None,
)
def test_every_other_command_names_it(place: Place, command: list[str], path: str) -> None:
    taken = place.take(path, 0o000)
    found, said = place.run(*(part.format(root=place.root) for part in command))
    assert found == 1, said
    assert f"{taken}" in said
    assert "Permission denied: " in said
    assert ". Give the user that runs this" in said


@pytest.mark.parametrize(
    ("path", "rights", "words"),
    [
        ("keys", 0o000, "no read and write access to {path}"),
        ("keys/person.key", 0o000, "{path} cannot be read"),
    ],
)
def test_a_key_that_may_not_be_read(place: Place, path: str, rights: int, words: str) -> None:
    taken = place.take(path, rights)
    _, said = place.run("doctor")
    assert f"person key: {words.format(path=taken)}" in said
    alone = _AS_AN_OWNER if os.geteuid() == 0 else []
    reader = [*alone, sys.executable, "-c", _READ_KEY, str(place.root / "keys" / "person.key")]
    done = subprocess.run(reader, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith(f"PersonKeyError Permission denied: {taken}"), done.stderr
