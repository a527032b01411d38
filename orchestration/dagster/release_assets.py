"""The release as a Dagster asset: the end of the data's way.

Belongs here: which assets a release waits for, and what a run tells about it. Does not belong here:
audit and publishing themselves (audit.py, publishing.py).
"""

from collections.abc import Sequence

import dagster as dg

from orchestration.dagster.dbt_assets import BUILD_POOL
from orchestration.machine.progress import Progress
from orchestration.publish.publishing import publish
from orchestration.settings import Settings

RELEASE = dg.AssetKey("release")


def build_release_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset `release`, downstream of every mart."""

    @dg.asset(
        key=RELEASE,
        group_name="release",
        deps=list(marts),
        pool=BUILD_POOL,
        backfill_policy=dg.BackfillPolicy.single_run(),
        kinds={"duckdb", "parquet"},
        description="The marts as readers get them: one DuckDB file and Parquet, all at once.",
    )
    def release(
        context: dg.AssetExecutionContext,
        settings: dg.ResourceParam[Settings],
        progress: dg.ResourceParam[Progress],
    ) -> dg.MaterializeResult:
        with progress.step("publish", total=4) as step:
            made = publish(settings, report=step.advance)
        return dg.MaterializeResult(
            metadata={
                "version": made.label.version,
                "as_of_month": made.label.as_of_month,
                "is_demo": made.label.is_demo,
                "as_known": made.label.as_known,
                "tests_passed": made.label.tests_passed,
                "quarantined_rows": made.label.quarantined_rows,
                "dagster/row_count": sum(made.label.tables.values()),
                "folder": dg.MetadataValue.path(str(made.folder)),
            }
        )

    return release
