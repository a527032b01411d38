"""What the loader reads of the seeds: how names are spelled, and between what points lie.

Belongs here: reading these seeds, and SQL of a map from a spelling to its name. Does not belong
here: what is compared or judged by them (likeness.py, own_tables.py). The models read the same
seeds, so that both take a name for the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class MetricBound:
    """The most points of a metric on a path, from the day on which a version comes into force."""

    solution_area: str
    path: str
    metric: str
    max_points: str
    effective_from: str
    #: When the next version of the area comes into force; None for the newest.
    effective_before: str | None


def _rows(seed: str) -> list[dict[str, str]]:
    [path] = _SEEDS.glob(f"*/{seed}.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _key(name: str) -> str:
    return " ".join(name.lower().split())


@cache
def association_names() -> str:
    """SQL of a map: spelling of an association → its name."""
    return name_map({row["alias"]: row["association"] for row in _rows("association_names")})


@cache
def path_names() -> dict[str, str]:
    """Key or label of a path → its key."""
    rows = _rows("path_labels")
    return {_key(row[column]): row["path"] for row in rows for column in ("path", "label")}


@cache
def track_paths() -> tuple[str, ...]:
    """The paths that a track can be: those with a size of tenants of their own."""
    return tuple(row["path"] for row in _rows("path_labels") if row["tenant_size"])


@cache
def single_path() -> str:
    """The path of versions that know one way only."""
    [path] = [row["path"] for row in _rows("path_labels") if not row["tenant_size"]]
    return path


@cache
def metric_names() -> dict[str, str]:
    """Key or label of a metric → its key; underscores and blanks are one."""
    names = {_key(row["label"]): row["metric"] for row in _rows("metric_labels")}
    return names | {metric.replace("_", " "): metric for metric in names.values()}


@cache
def area_names(with_groups: bool) -> dict[str, tuple[str, ...]]:
    """Spelling → the solution area, or with the names of groups the areas, that it stands for."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("solution_area_names"):
        if with_groups or row["is_group"] == "false":
            key = _key(row["spelling"])
            found[key] = (*found.get(key, ()), row["solution_area"])
    return found


@cache
def metric_bounds() -> tuple[MetricBound, ...]:
    """What each metric of each version can earn at most."""
    starts: dict[str, list[str]] = {}
    version_start: dict[str, str] = {}
    for row in _rows("rule_versions"):
        starts.setdefault(row["solution_area"], []).append(row["effective_from"])
        version_start[row["rule_version"]] = row["effective_from"]
    bounds = []
    for row in _rows("metrics"):
        start = version_start[row["rule_version"]]
        later = [day for day in starts[row["solution_area"]] if day > start]
        bounds.append(
            MetricBound(
                row["solution_area"],
                row["path"],
                row["metric"],
                row["max_points"],
                start,
                min(later, default=None),
            )
        )
    return tuple(bounds)


def judged_by() -> str:
    """All that decides which rows are set aside, as a text: where it changes, files load anew."""
    areas = area_names(with_groups=True), area_names(with_groups=False)
    return f"{path_names()}{track_paths()}{metric_names()}{areas}{metric_bounds()}"


def name_map(names: Mapping[str, str | tuple[str, ...]]) -> str:
    """SQL of a map from spellings, lower-case, to a name or to a list of names."""
    entries = (f"{quoted(_key(spelling))}: {_value(name)}" for spelling, name in names.items())
    return f"map {{{', '.join(entries)}}}"


def _value(name: str | tuple[str, ...]) -> str:
    return quoted(name) if isinstance(name, str) else f"[{', '.join(map(quoted, name))}]"


def values_list(rows: Iterable[Iterable[str | None]]) -> str:
    """SQL of rows of texts, for `values`."""
    return ", ".join(
        f"({', '.join('null' if text is None else quoted(text) for text in row)})" for row in rows
    )


def quoted(text: str) -> str:
    """SQL of a text."""
    return "'" + text.replace("'", "''") + "'"
