"""What was known then against what is known now: the table of an as-known release.

Belongs here: finding a release to compare with, and the query. Does not belong here: any score,
both sides are read from releases.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.build.fingerprint import code_version, inputs_hash
from orchestration.publish.release import Release, current_release
from orchestration.settings import PROJECT_ROOT, Settings

TABLE = "fct_as_known_comparison"

_QUERY = Path(__file__).with_name("comparison.sql")

_TABLE_COMMENT = (
    "One row per partner, as-of month, path and metric, under the rules in force in that month: "
    "the score as it was known at the delivery that this release was built for, and as the current "
    "release has it. Same code and rules on both sides, so that a difference comes from deliveries "
    "alone: restated usage, certificates that came later, partners newly named. Example: 12.0000 "
    "points as known, 14.0000 now, change 2.0000, has_other_deliveries true."
)

_COLUMN_COMMENTS = {
    "partner_id": "Partner: the global account (PGAMpnId).",
    "as_of_month": "The scored month, not after that of the delivery.",
    "solution_area": "Solution area of the designation.",
    "rule_version": "Version of the rules in force in that month.",
    "path": "Path to the designation.",
    "metric": "Metric of the score.",
    "status": "same, changed, only_as_known or only_now (the score is on one side only), "
    "not_compared (there is no current release of the same code and all loaded deliveries: refresh "
    "without AS_KNOWN, then again with it).",
    "points_as_known": "Points as known then.",
    "points_now": "Points in the current release.",
    "points_change": "Now less then.",
    "counted_units_as_known": "Units that earn points, uncapped, as known then.",
    "counted_units_now": "The same in the current release.",
    "counted_units_change": "Now less then.",
    "qualifies_as_known": "The partner qualified on the path in that month, as known then.",
    "qualifies_now": "The same in the current release.",
    "has_other_deliveries": "Some month of its windows, or its certificates, is read from another "
    "delivery now than then (fct_score_deliveries of both releases).",
    "current_version": "Version of the release it is compared with.",
}


def comparable_release(settings: Settings) -> Release | None:
    """The current release, if nothing but deliveries can tell it from an as-known one.

    That takes the same code, the same kind of world, and all deliveries that are loaded.
    """
    release = current_release(settings.publish_dir)
    if release is None:
        return None
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        inputs = inputs_hash(connection)
    label = release.label
    same = (inputs, code_version(PROJECT_ROOT), settings.is_demo)
    return release if (label.inputs, label.code_version, label.is_demo) == same else None


def write_comparison(
    connection: duckdb.DuckDBPyConnection, catalog: str, current: Release | None
) -> dict[str, int]:
    """Add the table to the marts of an as-known release; returns its name and rows.

    `catalog` holds the release's marts already. Without `current` the columns of now are null.
    """
    target = f"{catalog}.marts.{TABLE}"
    # Without a release to compare with, the other side has the same tables, empty.
    now = "now_release"
    if current is not None:
        path = str(current.database).replace("'", "''")
        connection.execute(f"attach '{path}' as {now} (read_only)")
    else:
        connection.execute(f"attach ':memory:' as {now}")
        connection.execute(f"create schema {now}.marts")
        for name in ("fct_metric_scores", "fct_designation_scores", "fct_score_deliveries"):
            connection.execute(
                f"create table {now}.marts.{name} as from {catalog}.marts.{name} limit 0"
            )
    query = _QUERY.read_text(encoding="utf-8").format(known=catalog, now=now)
    connection.execute(
        f"create table {target} as {query}",
        {"current_version": current.label.version if current else None},
    )
    connection.execute(f"detach {now}")
    for column, text in {None: _TABLE_COMMENT, **_COLUMN_COMMENTS}.items():
        thing = f"column {target}.{column}" if column else f"table {target}"
        connection.execute(f"comment on {thing} is '{text}'")
    (rows,) = connection.execute(f"select count(*) from {target}").fetchone() or (0,)
    return {TABLE: rows}
