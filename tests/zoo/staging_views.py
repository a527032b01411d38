"""The project's staging models as views in a build file, without a run of dbt.

Belongs here: as much of dbt's Jinja as staging uses. Does not belong here: SQL of our own. What the
tests read through these views is what the models read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import jinja2

_ROOT = Path(__file__).parents[2]
_MACRO = re.compile(r"\{%-?\s*macro\b.*?endmacro\s*-?%\}", re.DOTALL)


class _Returned(Exception):
    """Carries what a macro hands to `return`."""


def _return(value: object) -> None:
    raise _Returned(value)


def _callable(macro: Callable[..., object]) -> Callable[..., object]:
    def call(*values: object, **named: object) -> object:
        try:
            return macro(*values, **named)
        except _Returned as returned:
            return returned.args[0]

    return call


def _relation(name: str) -> str:
    """A staging model, or the rows of a seed."""
    seeds = list((_ROOT / "seeds").rglob(f"{name}.csv"))
    return f"read_csv('{seeds[0]}')" if seeds else f"staging.{name}"


@cache
def _models() -> dict[str, str]:
    """SQL of each staging model."""
    environment = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.do"])
    names = environment.globals

    class Adapter:
        def dispatch(self, name: str) -> object:
            return names[f"duckdb__{name}"]

    names.update(
        adapter=Adapter(),
        config=lambda **settings: "",
        source=lambda schema, table: f"{schema}.{table}",
        ref=_relation,
        var=lambda name, default=None: default,
    )
    names["return"] = _return
    macros = [
        text
        for file in sorted((_ROOT / "macros").rglob("*.sql"))
        for text in _MACRO.findall(file.read_text(encoding="utf-8"))
    ]
    # Once more for each macro in a macro, because one sees only the names that there are when it is
    # read.
    for text in macros * 3:
        for name, macro in vars(environment.from_string(text).module).items():
            if not name.startswith("_"):
                names[name] = _callable(macro)
    files = (_ROOT / "models" / "staging").glob("stg_*.sql")
    return {
        file.stem: environment.from_string(file.read_text(encoding="utf-8")).render()
        for file in files
    }


def create_staging_tables(connection: duckdb.DuckDBPyConnection, *models: str) -> None:
    """Build these staging models, and what they need, from `raw` as it is now."""
    connection.execute("drop schema if exists staging cascade")
    connection.execute("create schema staging")
    built: set[str] = set()

    def build(model: str) -> None:
        sql = _models()[model]
        for other in re.findall(r"\bstaging\.(\w+)", sql):
            if other not in built:
                build(other)
        connection.execute(f"create table staging.{model} as {sql}")
        built.add(model)

    for model in models:
        if model not in built:
            build(model)
