"""SQL of the models is what DuckDB and Spark both read; what only one knows stands in macros of one
folder, macros/duckdb, behind a dispatch.

Acts: whoever writes a short form that the other engine does not know.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_OWN_FOLDER = _ROOT / "macros" / "duckdb"
#: Constructs of DuckDB's own, by what they are called.
_ONE_ENGINE = {
    "macro of one engine": r"macro duckdb__",
    "group by all": r"\bgroup\s+by\s+all\b",
    "qualify": r"^\s*qualify\b",
    "exclude": r"\*\s*exclude\b",
    "union by name": r"\bby\s+name\b",
    "whole division": r"\s//\s",
    "cast by colons": r"::",
    "list function": r"\b(list_\w+|unnest|range|generate_series|arg_min|arg_max)\(",
    "lambda": r"\blambda\b",
    "trailing comma": r",\s*\n\s*from\b",
}


def _files() -> list[Path]:
    folders = (_ROOT / "models", _ROOT / "macros", _ROOT / "tests" / "audit")
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.sql"))
        if _OWN_FOLDER not in path.parents
    ]


def _of_one_engine(text: str) -> set[str]:
    without_comments = re.sub(r"(?s)\{#.*?#\}|--[^\n]*", "", text)
    return {
        name
        for name, pattern in _ONE_ENGINE.items()
        if re.search(pattern, without_comments, re.MULTILINE)
    }


def test_models_and_macros_are_of_both_engines() -> None:
    found = {
        path.relative_to(_ROOT).as_posix(): names
        for path in _files()
        if (names := _of_one_engine(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("select a, count(*)\nfrom b\ngroup by all", "group by all"),
        ("select *\nfrom b\nqualify true", "qualify"),
        ("select * exclude (a) from b", "exclude"),
        ("select a // 2 from b", "whole division"),
        ("select a::date from b", "cast by colons"),
        ("select unnest(a) from b", "list function"),
        ("select\n    a,\nfrom b", "trailing comma"),
    ],
)
def test_a_construct_of_one_engine_is_found(text: str, name: str) -> None:
    assert _of_one_engine(text) == {name}
