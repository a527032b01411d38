"""One refresh as its own process: how long each step took, and how much memory it held.

Also how long its models took: those that the scores are made of, and those that explain them.
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

from orchestration.dbt_run import read_run_results
from orchestration.manifest import manifest_json

#: The marts that hold scores; whatever they are made of scores, every other model explains.
SCORING_MARTS = (
    "fct_designation_scores",
    "fct_metric_parts",
    "fct_metric_scores",
    "fct_skilling_people",
    "fct_tenant_contributions",
    "fct_tenant_months",
    "fct_tenant_paths",
)


@dataclass(frozen=True)
class Refresh:
    """Seconds of the whole process, its largest resident set, and seconds by step.

    `steps` is empty where the refresh found nothing to do.
    """

    seconds: float
    steps: dict[str, float]
    peak_megabytes: float


def refresh(landing: Path, build: Path, publish: Path) -> Refresh:
    """Run `python -m orchestration.refresh` on the folders given and measure it.

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
            [sys.executable, "-m", "orchestration.refresh"],
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


def model_seconds(build: Path) -> tuple[float, float]:
    """Return the seconds of the scoring and of the explaining models of the last refresh.

    dbt's own execution times, added up over models. Raises FileNotFoundError when no build left
    its results in the build folder.
    """
    (results_file,) = build.glob("dbt/*/run_results.json")
    results = read_run_results(results_file.parent)
    if results is None:
        raise FileNotFoundError(results_file)
    scoring = scoring_models(manifest_json())
    seconds = {True: 0.0, False: 0.0}
    for node in results.nodes:
        if node.kind == "model":
            seconds[node.unique_id in scoring] += node.seconds
    return seconds[True], seconds[False]


def scoring_models(manifest: dict) -> set[str]:
    """Return the unique ids of the marts that hold scores and of all models they are made of."""
    parents = manifest["parent_map"]
    waiting = [
        name
        for name in manifest["nodes"]
        if name.startswith("model.") and name.split(".")[-1] in SCORING_MARTS
    ]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name.startswith("model.") and name not in found:
            found.add(name)
            waiting.extend(parents[name])
    return found


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
