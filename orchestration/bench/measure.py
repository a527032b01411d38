"""One refresh as its own process: how long each step took, and how much memory it held.

Also how long its models took: those that the scores are made of, those that account for the rows
loaded, and those that explain the scores.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from orchestration.build.dbt_run import read_run_results
from orchestration.build.manifest import manifest_json

#: What the refresh's models are for, by the marts that they end in: a model counts for the first of
#: these whose marts it feeds, every other one explains scores.
PURPOSES = {
    "scoring": (
        "fct_designation_scores",
        "fct_metric_parts",
        "fct_metric_scores",
        "fct_skilling_people",
        "fct_tenant_contributions",
        "fct_tenant_months",
        "fct_tenant_paths",
    ),
    # What became of every row that was loaded.
    "accounting": (
        "fct_attribution_differences",
        "fct_blind_workloads",
        "fct_quarantine",
        "fct_skilling_accounting",
        "fct_unmapped_names",
        "fct_usage_accounting",
    ),
}
_REST = "explaining"


@dataclass(frozen=True)
class Refresh:
    """Seconds of the whole process, its largest resident set, and seconds by step.

    `steps` is empty where the refresh found nothing to do.
    """

    seconds: float
    steps: dict[str, float]
    peak_megabytes: float


def refresh(landing: Path, build: Path, publish: Path) -> Refresh:
    """Run `python -m orchestration run` on the folders given and measure it.

    Its output goes to refresh.log beside the build folder. Raises RuntimeError with the log's end
    when it fails.
    """
    paths = {
        "LANDING_DIR": landing,
        "BUILD_DIR": build,
        "PUBLISH_DIR": publish,
        "PERSON_KEY_FILE": build.parent / "person.key",
    }
    environment = {**os.environ, **{name: str(path) for name, path in paths.items()}}
    timings = build / "timings.json"
    timings.unlink(missing_ok=True)
    log = build.parent / "refresh.log"
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "orchestration", "run"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # wait4 and not wait: it tells the resources of this one child, in kilobytes on Linux.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        end = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise RuntimeError(f"the refresh of {landing} failed:\n{end}")
    steps = json.loads(timings.read_text(encoding="utf-8")) if timings.exists() else {}
    return Refresh(seconds, steps, usage.ru_maxrss / 1024)


def model_seconds(build: Path) -> dict[str, float]:
    """Return the seconds of the last refresh's models by purpose.

    dbt's own execution times, added up over models. Raises FileNotFoundError when no build left
    its results in the build folder.
    """
    (results_file,) = build.glob("dbt/*/run_results.json")
    results = read_run_results(results_file.parent)
    if results is None:
        raise FileNotFoundError(results_file)
    purposes = model_purposes(manifest_json())
    seconds = dict.fromkeys((*PURPOSES, _REST), 0.0)
    for node in results.nodes:
        if node.kind == "model":
            seconds[purposes[node.unique_id]] += node.seconds
    return seconds


def model_purposes(manifest: dict) -> dict[str, str]:
    """Return what each model, by its unique id, is for."""
    models = {name.split(".")[-1]: name for name in manifest["nodes"] if name.startswith("model.")}
    purposes: dict[str, str] = {}
    for purpose, marts in PURPOSES.items():
        waiting = [models[mart] for mart in marts]
        while waiting:
            name = waiting.pop()
            if name.startswith("model.") and name not in purposes:
                purposes[name] = purpose
                waiting.extend(manifest["parent_map"][name])
    return {name: purposes.get(name, _REST) for name in models.values()}


def published_scores(publish: Path) -> dict[tuple[str, str, str], tuple[int, Decimal]]:
    """Return (counted units, points) by (partner, path, metric) of the newest month published.

    Under the version in force, as the hand-written script has it.
    """
    release = publish / "current" / "partner_score.duckdb"
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute(
            "select partner_id, path, metric, counted_units, points "
            "from marts.fct_metric_scores where is_rule_in_force "
            "and as_of_month = (select max(as_of_month) from marts.fct_metric_scores)"
        ).fetchall()
    return {tuple(row[:3]): (row[3], row[4]) for row in rows}
