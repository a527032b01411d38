"""Reads the seeds as plain CSV, for the tests in this folder."""

import csv
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"
Row = dict[str, str]

# Paths a partner can be scored on, by rule version in the order they came into force.
SINGLE = ("security_2022_10", "security_2023_06", "security_2023_12")
TWO_PATHS = ("security_2025_01", "security_2026_07")
PATHS = {version: ("single",) for version in SINGLE} | {
    version: ("enterprise", "smb") for version in TWO_PATHS
}


def read(name: str) -> list[Row]:
    """Rows of one seed, every cell as text; name is folder/file without the ending."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_key(name: str, *columns: str) -> dict[tuple[str, ...], Row]:
    """Rows of one seed by the values of columns; AssertionError when those are not a key."""
    rows = read(name)
    keyed = {tuple(row[column] for column in columns): row for row in rows}
    assert len(keyed) == len(rows), f"{name} repeats a key"
    return keyed


def table(text: str) -> list[Row]:
    """Rows of a table written with blanks between its columns, by the words of its first line."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]
