"""dbt's parsed project, kept ready so that a refresh need not parse.

Belongs here: parsing the project in this process, keeping the result under `target/`, and knowing
when it is out of date. Does not belong here: running models.

`python -m orchestration prepare` does it (part of the set-up), and leaves there what else follows
from the files alone. Parsing takes seconds and reading the result tenths of one; a hash of the
files' content tells when they have changed.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from orchestration.build.fingerprint import dbt_project_hash
from orchestration.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

#: A folder of its own: dbt's own commands overwrite what lies directly in `target/`. In it stands a
#: folder per content hash, so that processes which see different files do not disturb each other.
_FOLDER = Path("target") / "orchestration"
_JSON_FILE = "manifest.json"
#: dbt's name for the parsed project in its internal form; also what speeds up the next parse.
_PARSED_FILE = "partial_parse.msgpack"
_KEPT = 3
_REMOVED = ".removed-"

#: Two parses at the same time in one process spoil each other's files.
_PARSING = threading.Lock()
#: What this process has read, by the folder of the parsed project.
_READ: dict[Path, Manifest] = {}


class ProjectError(Exception):
    """The dbt project does not parse; the text is dbt's own."""


def prepared_folder(root: Path = PROJECT_ROOT) -> Path:
    """The folder of the parsed project, parsed first where it is absent or out of date.

    Raises `ProjectError` when dbt cannot parse.
    """
    folder = root / _FOLDER / dbt_project_hash(root)[:16]
    # Whoever finds it whole does not wait for a thread that reads it.
    if not _is_whole(folder):
        with _PARSING:
            if not _is_whole(folder):
                _prepare(root, folder)
    return folder


def _prepare(root: Path, folder: Path) -> None:
    _remove(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".parsing-") as scratch:
        target = Path(scratch) / "target"
        earlier = next(iter(_newest(folder.parent)), None)
        _parse(root, target, earlier)
        # dbt writes no new one where nothing that it parses has changed: a setting of DuckDB.
        if earlier and not (target / _PARSED_FILE).exists():
            shutil.copyfile(earlier / _PARSED_FILE, target / _PARSED_FILE)
        # Whoever is second finds the folder there, with the same content.
        with contextlib.suppress(OSError):
            target.rename(folder)
    for old in _newest(folder.parent)[_KEPT:]:
        _remove(old)


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in (_JSON_FILE, _PARSED_FILE))


def _remove(folder: Path) -> None:
    """Remove a folder and what killed processes left; renamed first, so that none looks whole."""
    with contextlib.suppress(OSError):
        folder.rename(folder.with_name(f"{_REMOVED}{folder.name}"))
    for left in folder.parent.glob(f"{_REMOVED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _newest(parent: Path) -> list[Path]:
    """The prepared folders, newest first."""
    folders = [path for path in parent.iterdir() if not path.name.startswith(".")]
    return sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)


def manifest_json(root: Path = PROJECT_ROOT) -> dict[str, Any]:
    """The manifest as plain data, as Dagster reads it."""
    return json.loads((prepared_folder(root) / _JSON_FILE).read_bytes())


def manifest_object(root: Path = PROJECT_ROOT) -> Manifest:
    """The manifest as dbt runs it, for any build file: dbt calls each by the same name.

    dbt reads it from what the last parse left, since nothing has changed since then. Reading takes
    seconds, with dbt's own imports: once per process and content of the files. A build leaves the
    SQL that it ran in the manifest, and the next one compiles all of it anew.
    """
    prepared = prepared_folder(root)
    with _PARSING:
        if prepared not in _READ:
            _READ.clear()
            # Elsewhere: whoever runs the commands need not be allowed to write into the project.
            with tempfile.TemporaryDirectory() as scratch:
                target = Path(scratch) / "target"
                _READ[prepared] = _parse(root, target, prepared, "--no-write-json")
        return _READ[prepared]


def read_ahead() -> None:
    """Begin to read the manifest beside other work, so that it is there when dbt is to run."""

    def read() -> None:
        # Whoever needs the manifest reads it then, and is told what is wrong with it.
        with contextlib.suppress(Exception):
            manifest_object()

    threading.Thread(target=read, name="manifest", daemon=True).start()


def _parse(root: Path, folder: Path, earlier: Path | None, *flags: str) -> Manifest:
    """Parse into `folder`, helped by the folder of an `earlier` parse."""
    from dbt.cli.main import dbtRunner

    help_of = ("--partial-parse-file-path", str(earlier / _PARSED_FILE)) if earlier else ()
    with _without("BUILD_FILE"):
        outcome = dbtRunner().invoke(
            [
                *("--log-level", "none"),
                *flags,
                "parse",
                *("--project-dir", str(root)),
                *("--profiles-dir", str(root)),
                *("--target-path", str(folder)),
                *("--log-path", str(folder.parent)),
                *help_of,
            ]
        )
    if not outcome.success:
        raise ProjectError(f"dbt cannot parse the project: {outcome.exception}")
    return cast("Manifest", outcome.result)


class _without:
    """Take a variable out of the environment for a while: a parse must not depend on it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.value = os.environ.pop(self.name, None)

    def __exit__(self, *_: object) -> None:
        if self.value is not None:
            os.environ[self.name] = self.value
