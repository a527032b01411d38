"""A new build beside the current release: what must not have happened between the two.

Belongs here: the comparison of scores, scored months and partners. Does not belong here: whether
the build itself is sound (audit.py), and why a partner's score differs between two months, which
the marts say.

A score of a past month may move: extracts restate the past, and rules change. It must not move by
itself. So each score that differs from the current release's asks for a cause: other code or rules,
or a file in force that was not in force before (or no longer is) and that can reach its month.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.publish.audit import Finding
from orchestration.raw.store import spill_folder

#: Cases that a finding names; the rest is counted.
_MAX_NAMED = 5

_SCORE_KEYS = ("partner_id", "as_of_month", "solution_area", "rule_version", "path", "metric")

#: Files that are in force in one of the two and not in the other, by content.
_CHANGED_FILES = """
    select is_skilling, min(reaches_from_month) as reaches_from_month
    from (
        select true as is_now, * from build.marts.dim_delivery
        union all by name
        select false as is_now, * from released.marts.dim_delivery
    )
    where is_in_force
    group by delivery, dataset, sha256, is_skilling
    having count(distinct is_now) = 1
"""

_MOVED = f"""
    select {", ".join(_SCORE_KEYS)}, before.points as points_before, now.points as points_now
    from build.marts.fct_metric_scores as now
    inner join released.marts.fct_metric_scores as before using ({", ".join(_SCORE_KEYS)})
    where now.is_rule_in_force and now.points <> before.points
"""


def compare(build_file: Path, released: Path, is_same_code: bool) -> list[Finding]:
    """Compare the marts of a build with the release in the database file `released`.

    Both files are opened to read only. With `is_same_code` false, rules or code are the cause of
    every score that moved.
    """
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '3GB'")
        connection.execute("set temp_directory = ?", [str(spill_folder(build_file))])
        for name, path in (("build", build_file), ("released", released)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        return [
            _nothing_gone(connection, "partners", "partner_id"),
            _nothing_gone(connection, "scored months", "partner_id, as_of_month, path"),
            _moves(connection, is_same_code),
        ]


def _nothing_gone(connection: duckdb.DuckDBPyConnection, what: str, keys: str) -> Finding:
    rows = connection.execute(
        f"""
        select {keys} from released.marts.fct_designation_scores where is_rule_in_force
        except
        select {keys} from build.marts.fct_designation_scores where is_rule_in_force
        order by all
        """
    ).fetchall()
    named = _named([" ".join(str(value) for value in row) for row in rows])
    check = f"no {what} gone"
    return Finding(check, not rows, f"gone: {named}" if rows else "every one is still there")


def _moves(connection: duckdb.DuckDBPyConnection, is_same_code: bool) -> Finding:
    check = "no score moved without a cause"
    if not is_same_code:
        (count,) = connection.execute(f"select count(*) from ({_MOVED})").fetchone() or (0,)
        return Finding(check, True, f"{count} scores moved; rules or code have changed")
    rows = connection.execute(
        f"""
        with changed_files as ({_CHANGED_FILES})

        select
            partner_id, as_of_month, path, metric, points_before, points_now,
            exists (
                select 1 from changed_files
                where changed_files.is_skilling = metrics.is_skilling
                    and changed_files.reaches_from_month <= moved.as_of_month
            ) as has_cause
        from ({_MOVED}) as moved
        inner join build.marts.dim_metric as metrics using (metric)
        order by all
        """
    ).fetchall()
    causeless = [
        f"{partner} {month:%Y-%m} {path} {metric}: {before} became {now}"
        for partner, month, path, metric, before, now, has_cause in rows
        if not has_cause
    ]
    if causeless:
        return Finding(check, False, f"no new file explains: {_named(causeless)}")
    return Finding(check, True, f"{len(rows)} scores moved, all by new files")


def _named(items: list[str]) -> str:
    more = len(items) - _MAX_NAMED
    return "; ".join(items[:_MAX_NAMED]) + (f"; and {more} more" if more > 0 else "")
