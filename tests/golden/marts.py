"""Read published marts into the shape of the scorer's result, to lay both side by side."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from typing import TypeVar

import duckdb

from tests.scorer.result import (
    Contribution,
    DesignationScore,
    MetricPart,
    MetricScore,
    Result,
)

Row = TypeVar("Row")

PATH_KEY = ["partner_id", "as_of_month", "rule_version", "path"]
METRIC_KEY = [*PATH_KEY, "metric"]


def _rows(
    marts: duckdb.DuckDBPyConnection, table: str, key: list[str], row: Callable[..., Row]
) -> Iterator[tuple[tuple, Row]]:
    columns = [field.name for field in fields(row)]
    chosen = ", ".join([*key, *columns])
    query = f"select {chosen} from marts.{table} where solution_area = 'security'"
    for values in marts.execute(query).fetchall():
        yield tuple(values[: len(key)]), row(*values[len(key) :])


def _by_key(marts: duckdb.DuckDBPyConnection, table: str, key: list[str], row: type[Row]) -> dict:
    found: dict[tuple, Row] = {}
    for place, value in _rows(marts, table, key, row):
        if place in found:
            raise AssertionError(f"{table} has {place} twice")
        found[place] = value
    return found


def _people(marts: duckdb.DuckDBPyConnection) -> dict[tuple[str, date, str, str, int], int]:
    query = f"""
        select {", ".join(PATH_KEY)}, step, count(distinct person_key)
        from marts.fct_skilling_people
        where solution_area = 'security' and counts
        group by all
    """
    return {tuple(row[:-1]): row[-1] for row in marts.execute(query).fetchall()}


def read_marts(marts: duckdb.DuckDBPyConnection) -> Result:
    """Read all tables that the scorer computes too; a key met twice is an AssertionError."""
    return Result(
        metric_scores=_by_key(marts, "fct_metric_scores", METRIC_KEY, MetricScore),
        metric_parts=_by_key(marts, "fct_metric_parts", [*METRIC_KEY, "part"], MetricPart),
        designations=_by_key(marts, "fct_designation_scores", PATH_KEY, DesignationScore),
        contributions=_by_key(
            marts,
            "fct_tenant_contributions",
            [*METRIC_KEY, "product_line", "tenant_id"],
            Contribution,
        ),
        skilling_people=_people(marts),
    )


def read_movements(marts: duckdb.DuckDBPyConnection) -> dict[tuple, tuple]:
    """Units and points by partner, month, path, metric, product line and cause."""
    rows = marts.execute("""
        select partner_id, as_of_month, path, metric, product_line, cause,
            units_change, points_change
        from marts.fct_score_movements
    """).fetchall()
    found = {tuple(row[:6]): tuple(row[6:]) for row in rows}
    assert len(found) == len(rows)
    return found
