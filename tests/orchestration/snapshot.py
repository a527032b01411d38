"""What Dagster shows, as text: `python -m tests.orchestration.snapshot` writes it anew.

The text is kept beside this file, so that a change of assets, checks, jobs, schedules or sensors
is seen by whoever reviews the change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

KEPT = Path(__file__).with_name("snapshot.txt")

#: dbt puts the parameters of a test into its name: the first words say its kind.
_KINDS = ("not_null", "unique_combination", "unique", "accepted_values", "relationships")


def describe(definitions: dg.Definitions) -> str:
    """One line per thing that Dagster knows, sorted within its kind."""
    return "\n".join(_lines(definitions)) + "\n"


def _lines(definitions: dg.Definitions) -> Iterator[str]:
    graph = definitions.resolve_asset_graph()
    checks: dict[str, Counter[str]] = {}
    for key in graph.asset_check_keys:
        checks.setdefault(key.asset_key.to_user_string(), Counter())[_kind(key.name)] += 1
    for key in sorted(graph.get_all_asset_keys(), key=lambda key: key.to_user_string()):
        node = graph.get(key)
        name = key.to_user_string()
        parts = [f"asset {name}", f"group {node.group_name}"]
        if node.partitions_def is not None:
            parts.append("by as-of month")
        if name in checks:
            found = sorted(checks[name].items())
            parts.append("checks " + ", ".join(f"{kind} {count}" for kind, count in found))
        yield " · ".join(parts)
    repository = definitions.get_repository_def()
    for job in sorted(repository.job_names):
        if not job.startswith("__"):
            yield f"job {job}"
    for schedule in sorted(repository.schedule_defs, key=lambda each: each.name):
        yield f"schedule {schedule.name} · {schedule.cron_schedule} · job {schedule.job_name}"
    for sensor in sorted(repository.sensor_defs, key=lambda each: each.name):
        yield f"sensor {sensor.name} · every {sensor.minimum_interval_seconds} s"


def _kind(name: str) -> str:
    return next((kind for kind in _KINDS if name.startswith(f"{kind}_")), "own")


if __name__ == "__main__":
    from orchestration.definitions import defs

    KEPT.write_text(describe(defs), encoding="utf-8")
