"""How a reader sees the values of columns: the words of the seeds, which `dim_label` holds as well.

Belongs here: looking a label up. Does not belong here: any label.
"""

from __future__ import annotations

import csv
from functools import cache

from orchestration.settings import PROJECT_ROOT

_RULES = PROJECT_ROOT / "seeds" / "rules"

Row = dict[str, str]


def label(kind: str, code: str) -> str:
    """The label of a value; the value itself, in words, where no seed has one."""
    return _labels().get((kind, code), {}).get("label") or code.replace("_", " ")


def unit_label(unit: str, value: object) -> str:
    """What is counted, in words that go with the value."""
    row = _labels().get(("unit", unit), {})
    return row.get("label_of_one" if value == 1 else "label") or unit


def measures() -> list[str]:
    """Measures of usage, in the order in which they are shown."""
    found = [row for (kind, _), row in _labels().items() if kind == "measure"]
    return [row["code"] for row in sorted(found, key=lambda row: int(row["display_order"]))]


def measure_unit(measure: str) -> str:
    """What a measure of usage is counted in."""
    return _labels()["measure", measure]["unit"]


def contribution_reason(reason: str, has_effect: bool) -> str:
    """Why a tenant adds what it adds, or why it adds nothing."""
    return _reasons()[reason]["label" if has_effect else "label_without_effect"]


@cache
def _labels() -> dict[tuple[str, str], Row]:
    return {(row["kind"], row["code"]): row for row in _read("labels")}


@cache
def _reasons() -> dict[str, Row]:
    return {row["reason"]: row for row in _read("reason_labels")}


def _read(seed: str) -> list[Row]:
    with (_RULES / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
