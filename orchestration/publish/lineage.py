"""Which columns each column is made of: dbt-colibri's report, worked out once.

Belongs here: working the lineage out, and keeping it. Does not belong here: the page that shows it
(docs_pages.py).

It takes seconds and depends on the SQL alone, so that set-up works it out (docs_pages.py), and a
build that runs other SQL keeps its own in BUILD_DIR.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from orchestration.build.fingerprint import dbt_project_hash
from orchestration.build.manifest import prepared_folder
from orchestration.machine.access import tighten
from orchestration.machine.durable import replace_text
from orchestration.settings import PROJECT_ROOT

#: How the file begins that the lineage of columns is kept in.
KEPT_LINEAGE = "column_lineage."

Lineage = tuple[dict[str, Any], list[str]]


def kept_lineage(manifest: Mapping[str, Any], folder: Path, build_dir: Path) -> Lineage:
    """`column_lineage(folder)`, of set-up or of an earlier build where those ran the same SQL.

    Otherwise it is kept in `build_dir` for the next one.
    """
    name = f"{KEPT_LINEAGE}{_sql_hash(manifest)}.json"
    for place in (prepared_folder(), build_dir):
        try:
            report, faults = json.loads((place / name).read_bytes())
        except (OSError, ValueError):
            continue
        return report, faults
    report, faults = column_lineage(folder)
    for old in (*build_dir.glob(f"{KEPT_LINEAGE}*"), *build_dir.glob(f".{KEPT_LINEAGE}*")):
        old.unlink(missing_ok=True)
    replace_text(build_dir / name, json.dumps([report, faults]))
    # As everything in that folder. Not by the process's own mask, under which another thread writes
    # the release.
    tighten(build_dir / name)
    return report, faults


def _sql_hash(manifest: Mapping[str, Any]) -> str:
    """Of all that the lineage of columns is worked out from, and of what works it out.

    The same files run other SQL where only what was known at a delivery is built.
    """
    ran = {name: node.get("compiled_code") for name, node in manifest["nodes"].items()}
    tools = [version(name) for name in ("dbt-colibri", "sqlglot")]
    everything = json.dumps([dbt_project_hash(PROJECT_ROOT), tools, ran], sort_keys=True)
    return hashlib.sha256(everything.encode()).hexdigest()[:16]


def column_lineage(folder: Path) -> Lineage:
    """dbt-colibri's report and what it could not follow, a text each.

    Reads `manifest.json` and `catalog.json` in `folder`. The report has `nodes`, and under
    `lineage` the `edges` between columns: source, sourceColumn, target, targetColumn.
    """
    from dbt_colibri.lineage_extractor.extractor import DbtColumnLineageExtractor
    from dbt_colibri.report.generator import DbtColibriReportGenerator

    with _warnings_of("colibri") as faults:
        extractor = DbtColumnLineageExtractor(
            str(folder / "manifest.json"), str(folder / "catalog.json")
        )
        report = DbtColibriReportGenerator(extractor, disable_telemetry=True).build_full_lineage()
    return report, [*faults, *map(str, report.pop("errors"))]


@contextmanager
def _warnings_of(name: str) -> Iterator[list[str]]:
    """Collect the warnings and errors of a logger instead of printing them."""
    texts: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: texts.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger(name)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield texts
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated
