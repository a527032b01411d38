"""What a release was made of, as short hashes: the code, and the deliveries.

Belongs here: hashes of files and of receipts, and the code version made from them. Does not belong
here: deciding what to do when a hash differs.

Two refreshes with the same code version and the same inputs give the same release; that is how a
refresh knows that there is nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.raw.in_force import known_coverage, known_deliveries, known_files

if TYPE_CHECKING:
    import duckdb

    from orchestration.landing.delivery_name import DeliveryName

#: What dbt reads: folder → endings. Python under tests/ is pytest's and none of dbt's business.
_DBT_FOLDERS = {
    "models": (".sql", ".yml", ".md", ".csv"),
    "macros": (".sql", ".yml"),
    "seeds": (".csv", ".yml"),
    "tests": (".sql", ".yml", ".csv"),
}
_DBT_FILES = ("dbt_project.yml", "profiles.yml")

#: What a release is made with beside dbt: Python, its SQL, and the page's script, style, template.
_ORCHESTRATION_ENDINGS = (".py", ".sql", ".js", ".css", ".j2")
#: In no release: the demo generator makes landing files, the benchmark measures.
_ORCHESTRATION_EXCEPT = {"demo", "bench"}


def dbt_project_hash(root: Path) -> str:
    """Hex hash of every file that dbt parses, of their paths, and of the versions that parse."""
    files = [root / name for name in _DBT_FILES]
    for folder, endings in _DBT_FOLDERS.items():
        files += [path for path in (root / folder).rglob("*") if path.suffix in endings]
    tools = f"{version('dbt-core')} {version('dbt-duckdb')}"
    return _hash_files(root, files, tools)


def code_version(root: Path) -> str:
    """Version of the project and a short hash of all that makes a release: `0.1.0+1a2b3c4d5e6f`."""
    folder = root / "orchestration"
    modules = [
        path
        for path in folder.rglob("*")
        if path.suffix in _ORCHESTRATION_ENDINGS
        and not _ORCHESTRATION_EXCEPT.intersection(path.relative_to(folder).parts)
    ]
    everything = _hash_files(root, modules, dbt_project_hash(root), version("duckdb"))
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    return f"{project['version']}+{everything[:12]}"


def inputs_hash(
    connection: duckdb.DuckDBPyConnection,
    solution_areas: Iterable[str],
    as_known: DeliveryName | None = None,
) -> str:
    """Hex hash of what is scored: the solution areas, and the known receipts: which bytes, as which
    dataset, of which delivery, and which months were declared.

    With `as_known` of the receipts up to that delivery, and never the hash of a build without it.

    Load times play no part, so a build made again from scratch has the same inputs. An empty text
    when nothing was ever loaded.
    """
    exists = connection.execute(
        "select count(*) from duckdb_tables() "
        "where schema_name = 'raw' and table_name in ('files', 'deliveries')"
    ).fetchone()
    if exists != (2,):
        return ""
    deliveries = [str(name) for name in known_deliveries(connection, as_known)]
    if not deliveries:
        return ""
    files = [
        (str(file.delivery), file.dataset, file.file_name, file.sha256)
        for file in known_files(connection, as_known)
    ]
    declared = [
        (str(row.delivery), row.dataset, f"{row.first_month}", f"{row.last_month}", row.partner)
        for row in known_coverage(connection, as_known)
    ]
    inputs = [list(solution_areas), str(as_known or ""), deliveries, files, declared]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()


def _hash_files(root: Path, files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(set(files)):
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"\0{path.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
