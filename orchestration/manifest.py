"""dbt's parsed project, kept ready so that a refresh need not parse.

Belongs here: parsing the project in this process, keeping the result under `target/`, and knowing
when it is out of date. Does not belong here: running models.

`python -m orchestration.manifest` prepares it (part of the set-up). Parsing takes seconds and
reading the result tenths of one; a content hash beside it tells when files have changed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.fingerprint import dbt_project_hash
from orchestration.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

#: A folder of its own: dbt's own commands overwrite what lies directly in `target/`.
_FOLDER = Path("target") / "orchestration"
_HASH_FILE = "content_hash"
_JSON_FILE = "manifest.json"
#: dbt's name for the parsed project in its internal form.
_PARSED_FILE = "partial_parse.msgpack"


class ProjectError(Exception):
    """The dbt project does not parse; the text is dbt's own."""


def prepared_folder(root: Path = PROJECT_ROOT) -> Path:
    """The folder of the parsed project, parsed first where it is absent or out of date.

    Raises `ProjectError` when dbt cannot parse.
    """
    folder = root / _FOLDER
    wanted = dbt_project_hash(root)
    hash_file = folder / _HASH_FILE
    is_ready = (
        hash_file.exists()
        and hash_file.read_text() == wanted
        and (folder / _JSON_FILE).exists()
        and (folder / _PARSED_FILE).exists()
    )
    if not is_ready:
        hash_file.unlink(missing_ok=True)
        _parse(root, folder)
        hash_file.write_text(wanted)
    return folder


def manifest_json(root: Path = PROJECT_ROOT) -> dict[str, Any]:
    """The manifest as plain data, as Dagster reads it."""
    return json.loads((prepared_folder(root) / _JSON_FILE).read_bytes())


def manifest_object(build_file: Path, root: Path = PROJECT_ROOT) -> Manifest:
    """The manifest as dbt runs it, aimed at `build_file`.

    DuckDB names a database after its file and dbt writes that name into every relation while it
    parses. One parse serves every build file because the name is put in here.
    """
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    parsed = (prepared_folder(root) / _PARSED_FILE).read_bytes()
    manifest = Manifest.from_msgpack(parsed, decoder=extended_mashumuro_decoder)
    database = build_file.name.split(".")[0]
    for node in (*manifest.nodes.values(), *manifest.sources.values()):
        if node.relation_name:
            node.relation_name = node.relation_name.replace(
                f'"{node.database}".', f'"{database}".', 1
            )
        node.database = database
    manifest.build_flat_graph()
    return manifest


def _parse(root: Path, folder: Path) -> None:
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as log_dir, _without("BUILD_FILE"):
        outcome = dbtRunner().invoke(
            [
                "--quiet",
                "parse",
                *("--project-dir", str(root)),
                *("--profiles-dir", str(root)),
                *("--target-path", str(folder)),
                *("--log-path", log_dir),
            ]
        )
    if not outcome.success:
        raise ProjectError(f"dbt cannot parse the project: {outcome.exception}")


class _without:
    """Take a variable out of the environment for a while: a parse must not depend on it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.value = os.environ.pop(self.name, None)

    def __exit__(self, *_: object) -> None:
        if self.value is not None:
            os.environ[self.name] = self.value


def main() -> int:
    """Prepare the parsed project; print where it lies."""
    try:
        print(f"parsed project: {prepared_folder().relative_to(PROJECT_ROOT)}")
    except ProjectError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
