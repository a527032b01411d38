"""What lies in the tree belongs there: no links, nothing stray, no kind of file unheard of.

Asked of git, so that what a person has lying about untracked is nobody's business. Acts: whoever
added a file of another kind or a folder to the house; the list is then here.
"""

from __future__ import annotations

import subprocess
from pathlib import PurePosixPath

import pytest

from tests.conftest import ROOT

#: Top-level folders and the kinds of files in them: endings, and names of files without one.
_HOUSE = {
    ".ci": {"run"},
    "docs": {".md", ".png"},
    "macros": {".sql", ".yml"},
    "models": {".md", ".sql", ".yml"},
    "orchestration": {
        *(".py", ".sql", ".yaml"),
        *(".css", ".j2", ".js"),  # page
        ".csv",  # demo
        *(".env", ".service", "Containerfile"),  # deploy
    },
    "requirements": {".in", ".lock"},
    "seeds": {".csv", ".yml"},
    "tests": {".md", ".py", ".sql", ".txt"},
}

_TOP_LEVEL = {
    *(".gitignore", ".sqlfluff", "Makefile", "pyproject.toml"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *("dbt_project.yml", "profiles.yml"),
}

#: git's modes of a plain file and of one that is run; a link and a repository have others.
_FILE, _PROGRAM = "100644", "100755"
_PROGRAMS = {".ci/run"}


@pytest.fixture(scope="module")
def tracked() -> dict[PurePosixPath, str]:
    """Every tracked path and its mode."""
    if not (ROOT / ".git").exists():
        pytest.skip("no checkout: what is tracked is not known")
    listed = subprocess.run(
        ["git", "ls-files", "--stage", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    entries = (entry.split("\t", 1) for entry in listed.split("\0") if entry)
    return {PurePosixPath(path): stage.split()[0] for stage, path in entries}


def test_there_are_files_only(tracked: dict[PurePosixPath, str]) -> None:
    """A link leads out of the tree or to nothing on another machine."""
    wanted = {path: _PROGRAM if str(path) in _PROGRAMS else _FILE for path in tracked}
    assert {str(path): mode for path, mode in tracked.items() if mode != wanted[path]} == {}


def test_every_file_has_its_place(tracked: dict[PurePosixPath, str]) -> None:
    assert {str(path) for path in tracked if not _belongs(path)} == set()


def test_every_place_is_taken(tracked: dict[PurePosixPath, str]) -> None:
    """The list above names nothing that is gone."""
    top = {str(path) for path in tracked if len(path.parts) == 1}
    assert top == _TOP_LEVEL
    kinds = {
        folder: {_kind(path) for path in tracked if path.parts[0] == folder} for folder in _HOUSE
    }
    assert kinds == _HOUSE


def test_every_picture_is_shown(tracked: dict[PurePosixPath, str]) -> None:
    pages = "".join(
        (ROOT / path).read_text(encoding="utf-8") for path in tracked if path.suffix == ".md"
    )
    pictures = [str(path) for path in tracked if path.suffix == ".png"]
    assert pictures and [path for path in pictures if path not in pages] == []


def _belongs(path: PurePosixPath) -> bool:
    if len(path.parts) == 1:
        return str(path) in _TOP_LEVEL
    return _kind(path) in _HOUSE.get(path.parts[0], set())


def _kind(path: PurePosixPath) -> str:
    return path.suffix or path.name


@pytest.mark.parametrize(
    "path",
    ["sudo", "notes.txt", "models/picture.png", "orchestration/Makefile", "data/x.csv", "a/b.py"],
)
def test_what_is_stray_is_seen(path: str) -> None:
    assert not _belongs(PurePosixPath(path))
