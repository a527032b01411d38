"""The usage lines behind the newest month, as one Parquet file of a release.

Belongs here: reading the build's view `trace.trace_usage_lines` into a file. Does not belong here:
what a line is and whether it counts (models/intermediate/why/int_usage_trace).

The lines are as many as the extracts have, so they are neither kept in the build nor in the
release's DuckDB file: they stream from the build's records into Parquet. The view is asked once per
usage basis, with months and basis spelled out, because that is what DuckDB can push down to the
records; otherwise it would judge every month of every delivery.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

TRACE_FILE = "trace_usage_lines.parquet"

#: Of every Parquet file of a release: higher levels take a sixth longer and save a twentieth.
PARQUET_OPTIONS = "format parquet, compression zstd, compression_level 1"

#: What the windows of the newest month read under the rules in force, by product line and usage
#: basis; licences are read at the ends of the windows alone, which are windows of one month.
_SCOPE = """
    select
        bases.product_line,
        bases.usage_basis,
        bases.association_set,
        list(distinct
            (scored.as_of_month - to_months((back.months_back + compared.months)::integer))::date
        )
    from (
        select distinct as_of_month, solution_area, rule_version
        from marts.fct_designation_scores
        where is_rule_in_force
            and as_of_month = (select max(as_of_month) from marts.fct_designation_scores)
    ) as scored
    inner join marts.dim_usage_basis as bases using (solution_area, rule_version)
    cross join lateral (
        select unnest(range(bases.window_months::bigint)) as months_back
    ) as back
    cross join lateral (select unnest([0, bases.baseline_months]) as months) as compared
    group by all
    order by all
"""

_LINES = """
    select * from trace.trace_usage_lines
    where
        product_line = {line}
        and usage_basis = {basis}
        and association_set = {associations}
        and usage_month in ({months})
"""


def has_trace(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the build has the view of usage lines."""
    row = connection.execute(
        "select 1 from duckdb_views() where schema_name = 'trace' "
        "and view_name = 'trace_usage_lines'"
    ).fetchone()
    return row is not None


def write_trace(connection: duckdb.DuckDBPyConnection, parquet: Path) -> None:
    """Write the lines of the build that `connection` reads into the folder `parquet`.

    Nothing where the build has no such view.
    """
    if not has_trace(connection):
        return
    queries = [
        _LINES.format(
            line=_text(line),
            basis=_text(basis),
            associations=_text(associations),
            months=", ".join(f"date {_text(month)}" for month in months),
        )
        for line, basis, associations, months in connection.execute(_SCOPE).fetchall()
    ]
    # DuckDB takes the lines for a twentieth of what they are and would keep them all in memory, to
    # ask each verdict for its line; as the view joins them, they pass by, in the files' order.
    connection.execute("set disabled_optimizers = 'build_side_probe_side'")
    # Without a scored month there are no lines, and the file says so by its columns.
    lines = " union all ".join(queries) or "select * from trace.trace_usage_lines limit 0"
    connection.execute(f"copy ({lines}) to {_text(parquet / TRACE_FILE)} ({PARQUET_OPTIONS})")
    connection.execute("reset disabled_optimizers")


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
