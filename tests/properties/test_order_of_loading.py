"""Whatever order files come in, and however often: the marts are the same."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.comparison import SCORES, assert_points_in_bounds, differing, mart_names
from tests.properties.first_world import CORRECTION, EXAMPLES, FEW_EXAMPLES, NEWEST, FirstWorld
from tests.properties.marts_in_process import BUILD_NAME, refresh_raw

pytestmark = pytest.mark.slow

BATCHES = 5


def test_compiled_statements_build_what_dbt_builds(first: FirstWorld) -> None:
    """Guard for all properties: both ways of building agree, on tables that are not empty."""
    connection = first.marts_of(first.landing, first.project.raw)
    assert len(mart_names(connection)) > 10
    for table in mart_names(connection):
        assert differing(connection, table) == [], table
    [(partners, months)] = connection.execute(
        "select count(distinct partner_id), count(distinct as_of_month) "
        "from marts.fct_metric_scores where points > 0"
    ).fetchall()
    assert partners > 10 and months > 10
    assert_points_in_bounds(connection)
    connection.close()


# One less than elsewhere, as it builds every mart and loads every file.
@settings(FEW_EXAMPLES, max_examples=max(EXAMPLES - 1, 1))
@given(data=st.data())
def test_any_order_and_repetition(first: FirstWorld, data: st.DataObject) -> None:
    """Files come in a drawn order, a few at a time; some refreshes run twice, on touched files.

    The simplest example that can be drawn is the reverse order, each refresh run twice.
    """
    files = sorted(path.relative_to(first.landing) for path in first.landing.glob("*/*"))
    order = list(reversed(data.draw(st.permutations(files), label="order")))
    once = data.draw(st.sets(st.integers(0, BATCHES - 1)), label="refreshed once")
    folder = first.folder()
    landing, build_file = folder / "landing", folder / BUILD_NAME
    landing.mkdir()
    for batch in range(BATCHES):
        for file in order[batch::BATCHES]:
            (landing / file).parent.mkdir(exist_ok=True)
            shutil.copy(first.landing / file, landing / file)
        refresh_raw(landing, build_file)
        if batch not in once:
            for path in landing.glob("*/*"):
                os.utime(path)
            refresh_raw(landing, build_file)
    assert refresh_raw(landing, build_file) == []
    connection = first.project.build(build_file)
    for table in mart_names(connection):
        assert differing(connection, table) == [], table
    connection.close()


def test_a_delivery_that_comes_again(first: FirstWorld) -> None:
    """The last correction once more, in a folder of its own: no score and no reason changes.

    What the copy supersedes is counted anew, so the tables that account for every row do change.
    """
    landing = first.folder() / "landing"
    shutil.copytree(first.landing, landing)
    shutil.copytree(landing / f"{NEWEST}.2", landing / CORRECTION)
    connection = first.marts_of(landing, first.project.raw, [*SCORES, "dim_delivery"])
    [(in_force,)] = connection.execute(
        f"select count(*) from marts.dim_delivery where delivery = '{CORRECTION}' and is_in_force"
    ).fetchall()
    assert in_force > 0
    for table in SCORES:
        assert differing(connection, table) == [], table
    connection.close()
