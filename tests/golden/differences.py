"""Lay two results side by side, and say in words where they part."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from tests.scorer import Result
from tests.scorer.areas.result import AreaResult

SHOWN_BY_TABLE = 8
NOTHING = Decimal(0)
#: Length of the key of a part; what follows tells tenants apart.
PART_KEY = 6
#: Units of parts that are no sum over tenants.
WITHOUT_TENANTS = {"people", "services"}

# Causes before effects: the first table that differs is the one to look at.
TABLES = ["contributions", "skilling_people", "metric_parts", "metric_scores", "designations"]


def _words(key: tuple) -> str:
    return " ".join(f"{k:%Y-%m}" if isinstance(k, date) else str(k) for k in key)


def _figures(row: Any) -> dict[str, object]:
    return {"people": row} if isinstance(row, int) else asdict(row)


def _is_silent(table: str, row: Any) -> bool:
    """Say whether a row may be missing on one side: it states that nothing was found."""
    if table == "skilling_people":
        return row == 0
    return table == "contributions" and row.contribution == NOTHING


def _compare(table: str, expected: dict, found: dict) -> list[str]:
    lines = []
    for key in sorted(expected.keys() | found.keys()):
        words = f"{table}: {_words(key)}"
        if key not in found:
            # A tenant with counted rows is shown in the marts, even when it adds nothing.
            if table != "skilling_people" or not _is_silent(table, expected[key]):
                lines.append(f"{words}: missing in the marts, the scorer has {expected[key]}")
        elif key not in expected:
            if not _is_silent(table, found[key]):
                lines.append(f"{words}: unknown to the scorer, the marts have {found[key]}")
        else:
            ours, theirs = _figures(expected[key]), _figures(found[key])
            lines += [
                f"{words}: {name} is {theirs[name]} in the marts, {value} by the scorer"
                for name, value in ours.items()
                if value != theirs[name]
            ]
    return lines


def differences(expected: object, found: object, tables: Sequence[str] = TABLES) -> str:
    """Describe the first differences of every table, '' when the results agree."""
    report = []
    for table in tables:
        lines = _compare(table, getattr(expected, table), getattr(found, table))
        report += lines[:SHOWN_BY_TABLE]
        if len(lines) > SHOWN_BY_TABLE:
            report.append(f"{table}: ... {len(lines)} differences in all")
    return "\n".join(report)


def sums_that_differ(result: Result | AreaResult) -> list[str]:
    """List parts whose net is not the sum of what their tenants contribute."""
    contributions: Mapping = result.contributions
    parts: Mapping = result.metric_parts
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    for key, share in contributions.items():
        sums[key[:PART_KEY]] += share.contribution
    return [
        f"{_words(key)}: net {part.net_value}, contributions {sums[key]}"
        for key, part in parts.items()
        if part.unit not in WITHOUT_TENANTS and sums[key] != part.net_value
    ]
