"""Product lines and paths are rows of seeds: no model and no macro names one.

Acts: whoever writes a model for one product line, or a condition on a path.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def _column(seed: str, column: str) -> set[str]:
    with (_ROOT / "seeds" / f"{seed}.csv").open(newline="", encoding="utf-8") as rows:
        return {row[column] for row in csv.DictReader(rows)}


def test_no_model_names_a_product_line_or_a_path() -> None:
    names = _column("names/usage_datasets", "part") | _column("rules/path_labels", "path")
    assert {"azure", "smb"} <= names
    literal = re.compile("'(" + "|".join(sorted(names)) + ")'")
    found = {
        path.relative_to(_ROOT).as_posix(): literal.findall(text)
        for folder in ("models", "macros", "tests/audit")
        for path in (_ROOT / folder).rglob("*.sql")
        if literal.search(text := path.read_text(encoding="utf-8"))
    }
    assert found == {}
