"""Running dbt inside this process: one `dbt build` of the whole project, event by event; its docs.

Belongs here: starting dbt, handing on its events while it works, and reading what it left behind.
Does not belong here: Dagster, and what a release makes of the outcome.

dbt works in a thread of its own, so that its events can be handed on as they come; a subprocess
would cost more than twice the time.
"""

from __future__ import annotations

import glob
import json
import os
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import AS_KNOWN, PROJECT_ROOT, SOLUTION_AREAS, Settings

#: dbt's own words for an outcome that is none to worry about.
_GOOD = {"success", "pass", "no-op"}
#: The event that ends a node, per kind of node. Unit tests report by the last one too.
_RESULT_EVENTS = {"LogSeedResult", "LogModelResult", "LogSnapshotResult", "LogTestResult"}


class BuildError(Exception):
    """dbt could not start, or a model or test failed; the text lists them."""


@dataclass(frozen=True)
class NodeResult:
    """One line of `run_results.json`. `seconds` is dbt's own execution time of the node."""

    unique_id: str
    status: str
    seconds: float
    failures: int | None
    message: str

    @property
    def kind(self) -> str:
        """`model`, `seed`, `snapshot`, `test` or `unit_test`."""
        return self.unique_id.split(".", 1)[0]

    @property
    def name(self) -> str:
        return node_name(self.unique_id)

    @property
    def is_test(self) -> bool:
        return self.kind in ("test", "unit_test")

    @property
    def is_good(self) -> bool:
        return self.status in _GOOD


@dataclass(frozen=True)
class RunResults:
    """What dbt says about one build."""

    invocation_id: str
    nodes: tuple[NodeResult, ...]

    @property
    def bad(self) -> list[NodeResult]:
        return [node for node in self.nodes if not node.is_good]

    @property
    def tests(self) -> list[NodeResult]:
        return [node for node in self.nodes if node.is_test]

    @property
    def ids(self) -> set[str]:
        return {node.unique_id for node in self.nodes}


def node_name(unique_id: str) -> str:
    """The name of a node for a message; that of a unit test follows its model's."""
    parts = unique_id.split(".")
    return ".".join(parts[2:]) if parts[0] == "unit_test" else parts[2]


def read_run_results(target: Path) -> RunResults | None:
    """The outcome of the last build in `target`, or None when there was none, or no whole one."""
    try:
        content = json.loads((target / "run_results.json").read_bytes())
    except (FileNotFoundError, ValueError):
        # None yet, or one that a killed process had begun to write.
        return None
    nodes = tuple(
        NodeResult(
            unique_id=row["unique_id"],
            status=row["status"],
            seconds=float(row["execution_time"] or 0),
            failures=row["failures"],
            message=row["message"] or "",
        )
        for row in content["results"]
    )
    return RunResults(content["metadata"]["invocation_id"], nodes)


def build_events(
    settings: Settings, current_release: Path | None = None
) -> Iterator[dict[str, Any]]:
    """Run `dbt build` on the build file; yield each event as dbt's structured log has it.

    With `current_release`, a folder, what was known at a delivery is compared with that release.
    Ends when dbt has ended and has let go of the file. Raises `BuildError` when dbt could not
    start; failing models and tests do not raise here, they stand in the events and in the results.
    """
    from google.protobuf.json_format import MessageToDict

    from orchestration.build.manifest import manifest_json

    events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    outcome: list[Any] = []
    schemas = {node["schema"] for node in manifest_json()["nodes"].values()}

    def hand_on(message: Any) -> None:
        if message.info.name in _RESULT_EVENTS:
            events.put(MessageToDict(message, preserving_proto_field_name=True))

    settings.dbt_target.mkdir(parents=True, exist_ok=True)
    (settings.dbt_target / "run_results.json").unlink(missing_ok=True)
    _start_empty(settings.build_file, schemas)

    # Empty without the setting: a variable that happens to be set counts for nothing.
    variables = {
        "BUILD_FILE": str(settings.build_file),
        AS_KNOWN: str(settings.as_known or ""),
        SOLUTION_AREAS: ",".join(settings.solution_areas),
        # DuckDB reads the name of a Parquet file as a pattern.
        "CURRENT_RELEASE": glob.escape(current_release.as_posix()) if current_release else "",
    }
    arguments = ["build", *_folders(settings.dbt_target, settings.log_dir)]

    def work() -> None:
        try:
            outcome.append(_dbt(arguments, variables, hand_on))
        finally:
            events.put(None)

    thread = threading.Thread(target=work, name="dbt build", daemon=True)
    thread.start()
    while (event := events.get()) is not None:
        yield event
    thread.join()
    if not outcome or (outcome[0].exception and not outcome[0].result):
        reason = outcome[0].exception if outcome else "it ended without a message"
        raise BuildError(f"dbt could not run: {reason}")


def generate_docs(build_file: Path, folder: Path) -> None:
    """Have dbt write `catalog.json` and `static_index.html` beside the `manifest.json` in `folder`.

    Reads the build, and so may work beside others that do. Raises `BuildError` when dbt cannot.
    """
    command = ["docs", "generate", "--static", "--no-compile", "--target", "docs"]
    arguments = [*command, *_folders(folder, folder)]
    outcome = _dbt(arguments, {"BUILD_FILE": str(build_file)})
    if not outcome.success:
        raise BuildError(f"dbt could not write its docs: {outcome.exception}")


def _dbt(arguments: list[str], variables: Mapping[str, str], hand_on: Any = None) -> Any:
    """Run one command of dbt on the project as it is parsed; returns dbt's own result."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    from orchestration.build.manifest import manifest_object

    runner = dbtRunner(manifest=manifest_object(), callbacks=[hand_on] if hand_on else [])
    try:
        with _environment(**variables):
            return runner.invoke(["--log-level", "none", *arguments])
    finally:
        # Nothing public lets go of the file before the process ends.
        DuckDBConnectionManager.close_all_connections()


def _folders(target: Path, log: Path) -> list[str]:
    return [
        *("--log-path", str(log)),
        *("--project-dir", str(PROJECT_ROOT)),
        *("--profiles-dir", str(PROJECT_ROOT)),
        *("--target-path", str(target)),
    ]


def _start_empty(build_file: Path, schemas: set[str]) -> None:
    """Remove all that dbt built before, whole or half.

    A build then holds nothing that the project does not say now: no mart that is gone from it, no
    table under the name that dbt gives it for the time of a build. It also needs less disk, since
    the old and the new state of a table never stand beside each other.
    """
    # As dbt opens it (profiles.yml): the loaded extracts stay as they lie in the file.
    with duckdb.connect(str(build_file), config={"max_vacuum_tasks": 0}) as connection:
        # DuckDB's own schema cannot be dropped; a project that names none builds there.
        for schema in sorted(schemas - {"main"}):
            connection.execute(f'drop schema if exists "{schema}" cascade')


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
