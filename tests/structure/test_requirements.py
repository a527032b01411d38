"""The two lock files: what is installed, in which version, from wherever packages come.

Acts: whoever changes requirements/ by hand instead of by `make lock`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "requirements"
GROUPS = ("run", "dev")


def pins(group: str) -> set[tuple[str, str]]:
    """Packages and their versions; a package has two where versions of Python need other ones."""
    text = (FOLDER / f"{group}.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9][\w.,\[\] -]*)==(\S+)", text, re.M))


def asked(group: str) -> set[str]:
    """Names of the packages that are asked for."""
    text = (FOLDER / f"{group}.in").read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z][\w-]*", text, re.M))


def test_what_tests_need_is_what_commands_need_and_more() -> None:
    run, dev = pins("run"), pins("dev")
    assert len(run) > 100
    assert run < dev


@pytest.mark.parametrize("group", GROUPS)
def test_everything_asked_for_is_locked(group: str) -> None:
    assert asked(group) <= {name.partition("[")[0] for name, _ in pins(group)}


@pytest.mark.parametrize("group", GROUPS)
def test_the_lock_names_hashes_and_no_host(group: str) -> None:
    text = (FOLDER / f"{group}.lock").read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text
    entries = re.split(r"^(?=[a-z0-9][\w.\[\], -]*==)", text, flags=re.M)[1:]
    assert len(entries) == len(pins(group))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
