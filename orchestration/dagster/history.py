"""Refreshes of the command line in Dagster's history, beside those that Dagster started.

Belongs here: adding one run to the home once it has ended. Does not belong here: running it.

A run that writes its history as it goes writes a thousand events, most of them of no asset, and
waits for the disk at each: half as long again as the demo's refresh takes. So the command line runs
on a history in memory, and of that the home gets one run of one step: whether it failed, and what
it materialised. Outcomes of dbt's tests stand in the release (`meta_audit`).
"""

from collections.abc import Mapping

import dagster as dg

from orchestration.dagster.instance import mark_failed, open_instance
from orchestration.dagster.partitions import add_months, known_months
from orchestration.settings import Settings

#: Tag of the runs that the command line added.
STARTED_BY = "partner_score/started_by"
_COMMAND_LINE = {STARTED_BY: "command line"}
#: An asset has at most one materialization of each month in one run.
_MOST_MONTHS = 1000


def add_run(
    settings: Settings,
    job_name: str,
    ended: dg.DagsterInstance,
    tags: Mapping[str, str],
    failure: str | None,
) -> str | None:
    """Add a run that has ended to the home; returns why it could not be added, None where it was.

    `ended` is the history it was run on, `failure` why it failed. To be called under the lock of
    the build folder. Never raises: the refresh itself has ended, well or not.
    """
    try:
        _add_run(settings, job_name, ended, tags, failure)
    except Exception as error:
        return f"This run is not in Dagster's history: {error}"
    return None


def _add_run(
    settings: Settings,
    job_name: str,
    ended: dg.DagsterInstance,
    tags: Mapping[str, str],
    failure: str | None,
) -> None:
    materialized = [
        record.asset_materialization
        for key in ended.get_asset_keys()
        for record in reversed(ended.fetch_materializations(key, limit=_MOST_MONTHS).records)
    ]

    @dg.op(name="from_the_command_line")
    def report(context: dg.OpExecutionContext) -> None:
        for materialization in materialized:
            if materialization is not None:
                context.log_event(materialization)
        if failure is not None:
            raise dg.Failure(failure, allow_retries=False)

    @dg.job(name=job_name)
    def job() -> None:
        report()

    with open_instance(settings) as home:
        # A process that was killed while it added its run: Dagster would wait for that one forever.
        under_way = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], tags=_COMMAND_LINE)
        mark_failed(home, under_way, "The process that added it was killed.")
        add_months(home, known_months(ended))
        job.execute_in_process(
            instance=home,
            tags={**tags, **_COMMAND_LINE},
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            raise_on_error=False,
        )
