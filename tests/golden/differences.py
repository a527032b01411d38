"""Lay two results side by side, and say in words where they part."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from tests.scorer import Result

SHOWN_BY_TABLE = 8
NOTHING = Decimal(0)

# Causes before effects: the first table that differs is the one to look at.
TABLES = ["contributions", "skilling_people", "metric_parts", "metric_scores", "designations"]


def _words(key: tuple) -> str:
    return " ".join(f"{k:%Y-%m}" if isinstance(k, date) else str(k) for k in key)


def _figures(row: object) -> dict[str, object]:
    return {"people": row} if isinstance(row, int) else asdict(row)


def _is_silent(table: str, row: object) -> bool:
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


def differences(expected: Result, found: Result) -> str:
    """Describe the first differences of every table, '' when the results agree."""
    report = []
    for table in TABLES:
        lines = _compare(table, getattr(expected, table), getattr(found, table))
        report += lines[:SHOWN_BY_TABLE]
        if len(lines) > SHOWN_BY_TABLE:
            report.append(f"{table}: ... {len(lines)} differences in all")
    return "\n".join(report)


def sums_that_differ(result: Result) -> list[str]:
    """List parts whose net is not the sum of what their tenants contribute."""
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    for (*part, _), share in result.contributions.items():
        sums[tuple(part)] += share.contribution
    return [
        f"{_words(key)}: net {part.net_value}, contributions {sums[key]}"
        for key, part in result.metric_parts.items()
        if part.unit != "people" and sums[key] != part.net_value
    ]
