"""What dbt promises of a table holds of the project's own way to make one.

A scratch dbt project of two models, with the real macros and profile. Acts: whoever changes
macros/duckdb/materializations.sql.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from orchestration.settings import PROJECT_ROOT

_PROJECT = """
name: partner_score
version: 1.0.0
profile: partner_score
models:
  partner_score:
    shown: {+materialized: table, +contract: {enforced: true}}
    shown_view: {+materialized: view}
    +persist_docs: {relation: true, columns: true}
"""

_YAML = """
models:
  - name: shown
    description: One row per point; it's "quoted".
    columns:
      - name: points
        data_type: decimal(9,4)
        description: How many; $1.
        constraints: [{type: not_null}]
      - {name: label, data_type: varchar, description: "In words."}
  - name: shown_view
    description: A view.
    columns: [{name: points, description: "The same."}]
"""

_GOOD = "select cast(1.5 as decimal(9, 4)) as points, 'one' as label"

Build = Callable[..., list[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "build.scratch.duckdb"


@pytest.fixture
def build(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """`build(sql, view)`: dbt's messages on the models, one each; with those queries."""
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    shutil.copytree(PROJECT_ROOT / "macros" / "duckdb", root / "macros")
    (root / "dbt_project.yml").write_text(_PROJECT)
    (root / "models" / "all.yml").write_text(_YAML)
    (root / "profiles.yml").write_text((PROJECT_ROOT / "profiles.yml").read_text())
    monkeypatch.setitem(os.environ, "BUILD_FILE", str(file))

    def run(sql: str = _GOOD, view: str = "select points from {{ ref('shown') }}") -> list[str]:
        (root / "models" / "shown.sql").write_text(sql)
        (root / "models" / "shown_view.sql").write_text(view)
        outcome: Any = dbtRunner().invoke(
            [
                "--log-level",
                "none",
                "build",
                "--project-dir",
                str(root),
                "--profiles-dir",
                str(root),
            ]
        )
        DuckDBConnectionManager.close_all_connections()
        return [f"{each.status}: {each.message}" for each in outcome.result.results]

    return run


def _read(file: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_types_constraints_and_comments_are_those_of_the_yaml(build: Build, file: Path) -> None:
    assert [text.split(":")[0] for text in build()] == ["success", "success"]
    columns = _read(
        file,
        "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where not internal order by table_name, column_index",
    )
    assert columns == [
        ("shown", "points", "DECIMAL(9,4)", False, "How many; $1."),
        ("shown", "label", "VARCHAR", True, "In words."),
        ("shown_view", "points", "DECIMAL(9,4)", True, "The same."),
    ]
    comments = _read(
        file,
        "select comment from duckdb_tables() union all "
        "select comment from duckdb_views() where not internal",
    )
    assert comments == [('One row per point; it\'s "quoted".',), ("A view.",)]
    assert _read(file, "select * from main.shown_view") == [(1.5,)]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1.5 as points, 'one' as label", "contract"),
        ("select cast(1.5 as decimal(9, 4)) as points", "contract"),
        (_GOOD + ", 2 as more", "contract"),
        ("select cast(null as decimal(9, 4)) as points, 'one' as label", "NOT NULL"),
        ("select cast(1 as decimal(9, 4)) as points, cast(error('!') as text) as label", "!"),
    ],
)
def test_a_table_that_breaks_its_contract_is_none(
    build: Build, file: Path, sql: str, said: str
) -> None:
    """Nothing is left of it, and what lies behind it is not built."""
    table, view = build(sql)
    assert table.startswith("error")
    assert said in table
    assert view.startswith("skipped")
    assert _read(file, "select table_name from duckdb_tables()") == []


def test_what_an_earlier_build_left_is_replaced(build: Build, file: Path) -> None:
    """As with dbt's own: also where a table has become a view, or a view a table."""
    build()
    assert build(_GOOD.replace("1.5", "2.5"))[0].startswith("success")
    assert _read(file, "select points from main.shown_view") == [(2.5,)]
    config = "{{ config(materialized='view') }} "
    assert build(config + _GOOD)[0].startswith("success")
    assert _read(file, "select table_name from duckdb_tables()") == []
    assert build()[0].startswith("success")
    assert _read(file, "select points from main.shown") == [(1.5,)]
