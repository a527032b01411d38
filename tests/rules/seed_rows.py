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


SECURITY = "security"
AZURE = ("data_ai", "digital_app_innovation", "infrastructure")
BUSINESS, MODERN_WORK = "business_applications", "modern_work"
#: All areas but Security, whose tables are in test_seeds.py and test_seed_skilling.py.
OTHERS = (*AZURE, BUSINESS, MODERN_WORK)

#: Versions of the other areas by the month in their name, and the paths of each.
MONTHS = {
    **dict.fromkeys(AZURE, ("2022_10", "2025_01", "2026_07")),
    BUSINESS: ("2022_10", "2023_03", "2026_05", "2026_07"),
    MODERN_WORK: ("2022_10", "2023_06", "2026_05", "2026_07"),
}
BOTH = ("enterprise", "smb")


def paths_of(area: str, month: str) -> tuple[str, ...]:
    """Paths of a version of one of the other areas."""
    return ("single",) if area in AZURE and month == "2022_10" else BOTH


#: Every version and path of the other areas: area, month, path.
SCORES = [
    (area, month, path)
    for area, months in MONTHS.items()
    for month in months
    for path in paths_of(area, month)
]


def read(name: str, *areas: str) -> list[Row]:
    """Rows of one seed, every cell as text, of these areas or all; name is folder/file without the
    ending."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if not areas or row["solution_area"] in areas]


def of_score(name: str, area: str, month: str, path: str = "") -> list[Row]:
    """Rows of one seed for a version; with a path, those for it and those for all paths."""
    return [
        row
        for row in read(name, area)
        if row["rule_version"] == f"{area}_{month}"
        and (not path or row.get("path", "*") in (path, "*"))
    ]


def by_key(name: str, *columns: str, area: str = "") -> dict[tuple[str, ...], Row]:
    """Rows of one seed by the values of columns; AssertionError when those are not a key."""
    rows = read(name, area) if area else read(name)
    keyed = {tuple(row[column] for column in columns): row for row in rows}
    assert len(keyed) == len(rows), f"{name} repeats a key"
    return keyed


def table(text: str) -> list[Row]:
    """Rows of a table written with blanks between its columns, by the words of its first line."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]
