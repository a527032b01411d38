"""Checks that Python makes on what Python wrote, shown beside dbt's tests.

Belongs here: asset checks on raw and on the release. Does not belong here: anything that dbt can
test.
"""

import dagster as dg
import duckdb

from orchestration.dagster.raw_assets import DELIVERIES
from orchestration.dagster.release_assets import RELEASE
from orchestration.publish.release import linked_release
from orchestration.settings import Settings


@dg.asset_check(
    asset=DELIVERIES,
    blocking=True,
    description="For every file, its records are the rows loaded plus the rows in quarantine, and "
    "the latter are really there.",
)
def every_record_is_accounted_for(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        rows = connection.execute(
            """
            select f.delivery || '/' || f.file_name, f.records_count, f.loaded_count
            from raw.files as f
            left join
                (select file_id, count(*) as rows_count from raw.quarantine group by file_id) as q
                using (file_id)
            where
                f.records_count != f.loaded_count + f.quarantined_count
                or f.quarantined_count != coalesce(q.rows_count, 0)
            order by all
            """
        ).fetchall()
    return dg.AssetCheckResult(
        passed=not rows,
        metadata={name: f"{records} records, {loaded} loaded" for name, records, loaded in rows},
    )


@dg.asset_check(
    asset=RELEASE,
    description="Readers of `current` find every table, with as many rows as its label says.",
)
def release_can_be_read(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    release = linked_release(settings.publish_dir, settings.as_known)
    if release is None:
        return dg.AssetCheckResult(passed=False, description="There is no such release.")
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = {
            name: (connection.table(f"marts.{name}").count("*").fetchone() or (None,))[0]
            for name in release.label.tables
        }
    wrong = {name: rows for name, rows in found.items() if rows != release.label.tables[name]}
    return dg.AssetCheckResult(passed=not wrong, metadata={"tables": len(found), "wrong": wrong})


ALL = [every_record_is_accounted_for, release_can_be_read]
