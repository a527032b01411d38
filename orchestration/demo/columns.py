"""Column names of each dataset, in the order Partner Center's Insights API lists them.

Read from data/columns.csv. A short export is what the portal gives when fewer columns are chosen:
it groups by them.
"""

import csv

from orchestration.demo.writing import DATA


def column_names(dataset: str, *, is_short: bool = False) -> list[str]:
    """Return a dataset's columns, all of them or the short export's."""
    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as file:
        return [
            row["column"]
            for row in csv.DictReader(file)
            if row["dataset"] == dataset and (row["is_in_short_export"] == "1" or not is_short)
        ]
