"""However ids are spelled, file by file, every mart stays as it is: one id is one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.comparison import assert_points_in_bounds, differing, mart_names
from tests.properties.first_world import FEW_EXAMPLES, FirstWorld
from tests.scorer.values import read_id
from tests.worlds.spelling import GUID, IDS, Style

pytestmark = pytest.mark.slow

#: A person without an MCP id is known by these.
ADDRESSES = {"CorpEmail", "Email"}
NOTHING = [
    *["", " ", "NULL", "null", "Unknown", "None", "nan", "NaN", "<NA>", "N/A", "#N/A", "NA", "-"],
    *["00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "0" * 32],
]
ANY: list[Callable[[str], str]] = [
    str,
    str.upper,
    lambda text: f" {text}",
    lambda text: f"{text} ",
    lambda text: f"\u00a0{text}\t",
]
OF_NUMBERS = [*ANY, lambda text: f"{text}.0", lambda text: f"{text}.0000 "]
OF_GUIDS = [
    *ANY,
    lambda text: text.replace("-", ""),
    lambda text: f"{{{text}}}",
    lambda text: f"{{{text.upper()}}}",
]


def respelled(text: object, rng: Random) -> str:
    """The same id in another spelling."""
    if read_id(str(text or "")) is None:
        return rng.choice(NOTHING)
    spelled = str(text)
    if spelled.isdigit():
        return rng.choice(OF_NUMBERS)(spelled)
    return rng.choice(OF_GUIDS if GUID.fullmatch(spelled) else ANY)(spelled)


@FEW_EXAMPLES
@given(seed=st.integers(0, 2**32))
def test_ids_in_any_spelling_change_nothing(first: FirstWorld, seed: int) -> None:
    """Every id of every row is spelled anew: across deliveries, files and rows differently."""
    rng = Random(seed)
    world = first.world()
    changed = 0
    for delivery in world.deliveries.values():
        for rows in delivery.rows.values():
            for row in rows:
                for column in (IDS | ADDRESSES) & row.keys():
                    told, row[column] = row[column], respelled(row[column], rng)
                    changed += told != row[column]
        # Which part file a row goes to hangs on its ids as they were.
        for dataset, part_of in delivery.parts.items():
            delivery.parts[dataset] = lambda row, part_of=part_of: part_of(_plain(row))
    assert changed > 10_000
    connection = first.marts_of(world.write(first.folder() / "landing"))
    _assert_same(connection, {})
    assert_points_in_bounds(connection)
    connection.close()


def _assert_same(connection: duckdb.DuckDBPyConnection, base_values: Mapping[str, str]) -> None:
    """Every mart is that of the first world, but for the bytes of the files."""
    connection.execute("update marts.dim_delivery set sha256 = '', bytes = 0")
    of_files = {"sha256": "''", "bytes": "0"}
    tables = mart_names(connection)
    assert len(tables) > 30
    for table in tables:
        assert differing(connection, table, base_values=of_files | dict(base_values)) == [], table


def _plain(row: dict[str, object]) -> dict[str, object]:
    return row | {column: read_id(str(row[column])) for column in IDS & row.keys()}


@FEW_EXAMPLES
@given(id_type=st.sampled_from(["decimal(38, 4)", "bigint", "double"]))
def test_ids_of_parquet_as_numbers_change_nothing(first: FirstWorld, id_type: str) -> None:
    """All extracts are Parquet, ids of digits are numbers in it and GUIDs are UUIDs."""
    world = first.world()
    for delivery in world.deliveries.values():
        for dataset, rows in delivery.rows.items():
            if dataset == "Coverage":
                continue
            style = delivery.styles.get(dataset, Style())
            delivery.styles[dataset] = replace(style, file_format="parquet", id_type=id_type)
            for row in rows:
                # A typed column has no words for nothing.
                row |= {c: "" for c in IDS & row.keys() if read_id(str(row[c] or "")) is None}
    connection = first.marts_of(world.write(first.folder() / "landing"))
    ending = "regexp_replace(file_name, '[.].*', '.parquet')"
    _assert_same(connection, {"file_format": "'parquet'", "file_name": ending})
    connection.close()
