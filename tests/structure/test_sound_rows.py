"""The one test of every seed: each kind of fault is found and named, and every seed has it.

The SQL is rendered with dbt's own Jinja and run on tables made here; dbt itself is not started.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml
from dbt_common.clients.jinja import get_environment

ROOT = Path(__file__).parents[2]
TEST = ROOT / "tests" / "generic" / "sound_rows.sql"

ARGUMENTS = {
    "key": ["shop", "item"],
    "filled": ["kind"],
    "unique": ["place"],
    "accepted": {"kind": ["fruit", "root"]},
    "parents": [
        {"column": "shop", "seed": "shops"},
        {"column": "maker", "seed": "makers", "field": "name", "where": "kind = 'fruit'"},
    ],
}
SOUND = [
    ("north", "apple", "fruit", 1, "Ann"),
    ("south", "apple", "fruit", 2, None),
    # What is allowed: no place, twice, and a maker nobody knows where none is asked for.
    ("south", "beet", "root", None, "Zoe"),
    ("south", "leek", "root", None, "Zoe"),
]
Fault = tuple[str, str, str | None, str, int]


def faults(rows: list[tuple], arguments: dict = ARGUMENTS) -> list[Fault]:
    """What the test returns for these rows (shop, item, kind, place, maker), in its own columns."""
    template = get_environment().from_string(
        TEST.read_text(encoding="utf-8"), globals={"ref": lambda name: name}
    )
    sql = template.module.dbt_macro__test_sound_rows(model="items", **arguments)
    with duckdb.connect() as connection:
        connection.execute("create table shops as select unnest(['north', 'south', null]) as shop")
        connection.execute("create table makers as select unnest(['Ann', 'Bob', null]) as name")
        connection.execute(
            "create table items (shop text, item text, kind text, place int, maker text)"
        )
        connection.executemany("insert into items values (?, ?, ?, ?, ?)", rows)
        found = connection.sql(sql)
        assert found.columns == ["fault", "column_name", "value", "first_row", "rows_count"]
        return found.fetchall()


def test_sound_rows_have_no_fault():
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            ("north", "apple", "fruit", 3, "Ann"),
            ("repeated key", "shop, item", "north | apple", "north | apple", 2),
        ),
        (("north", None, "fruit", 3, "Ann"), ("empty", "item", None, "north | ", 1)),
        (("north", "fig", None, 3, "Ann"), ("empty", "kind", None, "north | fig", 1)),
        (
            ("north", "fig", "fruit", 2, "Ann"),
            ("repeated value", "place", "2", "north | fig", 2),
        ),
        (
            ("north", "fig", "Fruit", 3, "Ann"),
            ("value outside the closed list", "kind", "Fruit", "north | fig", 1),
        ),
        (
            ("west", "fig", "fruit", 3, "Ann"),
            ("value missing in shops", "shop", "west", "west | fig", 1),
        ),
        (
            ("north", "fig", "fruit", 3, "Zoe"),
            ("value missing in makers", "maker", "Zoe", "north | fig", 1),
        ),
    ],
)
def test_a_fault_is_one_row_that_names_it(row: tuple, expected: Fault):
    assert faults([*SOUND, row]) == [expected]


def test_a_column_that_the_parent_lacks_is_an_error():
    """Else it would be read as the row's own column, and no value would ever be missing."""
    with pytest.raises(duckdb.BinderException):
        faults(SOUND, {"key": ["shop", "item"], "parents": [{"column": "item", "seed": "shops"}]})


def test_every_seed_has_this_test_and_no_other():
    seeds = {path.stem for path in ROOT.glob("seeds/*/*.csv")}
    tests: dict[str, list[str]] = {}
    for path in ROOT.glob("seeds/*/_*.yml"):
        for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]:
            kinds = [kind for test in seed.get("data_tests", []) for kind in test]
            kinds += ["on a column" for column in seed["columns"] if "data_tests" in column]
            tests[seed["name"]] = kinds
    assert tests == {seed: ["sound_rows"] for seed in seeds}
