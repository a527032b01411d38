"""What makes a refresh work again: the code that makes a release. Acts: developer."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.build.fingerprint import code_version

_MAKES_A_RELEASE = (
    "profiles.yml",
    "models/marts/dim_partner.sql",
    "models/overview.md",
    "seeds/rules/part_rules.csv",
    "macros/words.sql",
    "tests/audit/adds_up.sql",
    "orchestration/publish/publishing.py",
    "orchestration/publish/comparison.sql",
    "orchestration/publish/page/template.html.j2",
    "orchestration/publish/page/script/main.js",
    "orchestration/publish/page/style/page.css",
)
_MAKES_NONE = (
    "README.md",
    "tests/publish/test_publish.py",
    "orchestration/demo/demo_world.py",
    "orchestration/demo/data/services.csv",
    "orchestration/bench/measure.py",
    "orchestration/deploy/partner-score.env",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (*_MAKES_A_RELEASE, *_MAKES_NONE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "pyproject.toml").write_text("[project]\nversion = '1.2.3'\n")
    return tmp_path


@pytest.mark.parametrize("name", _MAKES_A_RELEASE)
def test_what_makes_a_release_changes_the_code_version(root: Path, name: str) -> None:
    before = code_version(root)
    (root / name).write_text("changed")
    assert code_version(root) != before


@pytest.mark.parametrize("name", _MAKES_NONE)
def test_what_makes_none_leaves_it(root: Path, name: str) -> None:
    before = code_version(root)
    (root / name).write_text("changed")
    assert code_version(root) == before
    assert before.startswith("1.2.3+")


@pytest.mark.parametrize("name", ["models/new.sql", "orchestration/publish/page/script/new.js"])
def test_a_new_and_a_renamed_file_change_it(root: Path, name: str) -> None:
    versions = [code_version(root)]
    (root / name).write_text("")
    versions.append(code_version(root))
    (root / name).rename((root / name).with_stem("renamed"))
    versions.append(code_version(root))
    assert len(set(versions)) == 3
