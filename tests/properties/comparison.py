"""Lays the marts of an example beside those of the first world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

#: Scores and what explains them, as far as they know no names of customers.
SCORES = (
    "fct_metric_scores",
    "fct_metric_parts",
    "fct_designation_scores",
    "fct_tenant_contributions",
    "fct_tenant_months",
    "fct_tenant_paths",
    "fct_skilling_people",
)
#: What hangs on the order of loading by its meaning: when, and as which file.
_OF_LOADING = {"loaded_at", "file_id"}


def mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of all tables of the schema `marts`."""
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database() "
        "and schema_name = 'marts' order by table_name"
    ).fetchall()
    return [name for (name,) in rows]


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns of a mart in their order."""
    rows = connection.execute(f"describe marts.{table}").fetchall()
    return [row[0] for row in rows]


def differing(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    show: Iterable[str] = (),
    base_values: Mapping[str, str] | None = None,
) -> list[tuple]:
    """Distinct values of the columns `show` in rows that only one of the two marts has.

    `base_values` gives SQL for columns of the first world's mart that must be seen otherwise.
    """
    columns = [c for c in columns_of(connection, table) if c not in _OF_LOADING]
    mine = ", ".join(columns)
    theirs = ", ".join((base_values or {}).get(c, c) for c in columns)
    shown = ", ".join(show) or mine
    return connection.execute(
        f"""
        with mine as (select {mine} from marts.{table}),
        theirs as (select {theirs} from base.marts.{table}),
        one_sided as (
            (from mine except all from theirs) union all (from theirs except all from mine)
        )
        select distinct {shown} from one_sided order by all limit 1000
        """
    ).fetchall()


def assert_points_in_bounds(connection: duckdb.DuckDBPyConnection) -> None:
    """Points of every metric lie within 0 and its cap, and totals are their sums up to 100."""
    assert connection.execute("select count(*) > 1000 from marts.fct_metric_scores").fetchall() == [
        (True,)
    ]
    outside = connection.execute(
        "select * from marts.fct_metric_scores "
        "where points < 0 or points > max_points or points is null or max_points is null"
    ).fetchall()
    assert outside == []
    keys = "partner_id, as_of_month, solution_area, rule_version, path"
    wrong = connection.execute(
        f"""
        select *
        from marts.fct_designation_scores as totals
        left join (
            select {keys}, sum(points) as points, sum(max_points) as max_points
            from marts.fct_metric_scores
            group by all
        ) using ({keys})
        where total_points is distinct from points or max_points <> 100
            or total_points not between 0 and 100
        """
    ).fetchall()
    assert wrong == []
