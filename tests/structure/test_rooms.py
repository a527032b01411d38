"""Rooms of orchestration/ import in one direction only; pyproject.toml says which are before which.

Acts: whoever adds an import that runs against the data's way, or a room that has no place in it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint_imports(root: Path) -> tuple[int, str]:
    """import-linter's exit code and what it says of the tree at `root`."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_room_imports_from_those_before_it_only() -> None:
    code, said = lint_imports(ROOT)
    assert code == 0, said


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("landing/faults.py", "from orchestration.raw.store import open_store", "rooms before it"),
        ("machine/lock.py", "import orchestration.landing.faults", "rooms before it"),
        ("raw/reasons.py", "import dagster", "neither dbt nor Dagster"),
        ("raw/reasons.py", "import orchestration.raw.store", "in a circle"),
        ("cellar/__init__.py", "", "cellar"),
    ],
)
def test_an_import_against_the_way_is_found(
    tmp_path: Path, module: str, line: str, broken: str
) -> None:
    copy = tmp_path / "orchestration"
    for path in (ROOT / "orchestration").rglob("*.py"):
        target = copy / path.relative_to(ROOT / "orchestration")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    place = copy / module
    place.parent.mkdir(exist_ok=True)
    text = place.read_text(encoding="utf-8") if place.exists() else ""
    place.write_text(f"{text}\n{line}\n", encoding="utf-8")
    code, said = lint_imports(tmp_path)
    assert code == 1
    assert broken in said, said


@pytest.mark.parametrize("room", ["explain", "publish"])
def test_who_publishes_and_explains_reads_marts(room: str) -> None:
    """Not the layers below them, which are dbt's own affair and may change with any commit."""
    below = {}
    files = [path for path in (ROOT / "orchestration" / room).rglob("*") if path.is_file()]
    for path in files:
        if path.suffix in (".py", ".sql", ".js", ".j2"):
            found = re.findall(r"\b(?:staging|intermediate)\.\w+", path.read_text(encoding="utf-8"))
            below.update({path.name: found} if found else {})
    assert below == {}
    assert any(
        "marts." in path.read_text(encoding="utf-8") for path in files if path.suffix == ".py"
    )


#: What the makers of dbt, dagster-dbt and Dagster document for others to import.
PUBLIC = {"dagster", "dagster_dbt", "dbt.cli.main", "dbt.contracts.graph.manifest"}
#: Closes the build file: nothing public does before the process ends.
TOLERATED = {("build/dbt_run.py", "dbt.adapters.duckdb.connections")}


def test_only_public_interfaces_of_dbt_and_dagster_are_imported() -> None:
    found = set()
    for path in (ROOT / "orchestration").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            place = path.relative_to(ROOT / "orchestration").as_posix()
            found |= {(place, name) for name in names if name.split(".")[0] in _MAKERS}
    assert {pair for pair in found if pair[1] not in PUBLIC} == TOLERATED


_MAKERS = {name.split(".")[0] for name in PUBLIC}
