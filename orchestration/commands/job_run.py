"""One Dagster run inside this process, for the command line.

Belongs here: running a job over some months, and the one error that a failed step becomes. Does not
belong here: which job is run, and why (refresh.py, rehearsal.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import dagster as dg

from orchestration.commands.failures import Failed
from orchestration.dagster.partitions import add_months, known_months, range_tags
from orchestration.machine.progress import Progress
from orchestration.settings import Settings

#: Takes the history of a run in memory, its tags, and why it failed, None where it did not.
WhenEnded = Callable[[dg.DagsterInstance, Mapping[str, str], str | None], None]


def run_job(
    job: dg.JobDefinition,
    settings: Settings,
    progress: Progress,
    all_months: Sequence[str],
    months: Sequence[str],
    when_ended: WhenEnded = lambda *ended: None,
) -> None:
    """Run the job over `months`, which are some of `all_months`.

    `when_ended` is told of the end: the history of the run, which is in memory, its tags, and why
    it failed. Raises what a step raises, and `Failed` for what only Dagster can put into words.
    """
    with dg.DagsterInstance.ephemeral() as instance:
        add_months(instance, all_months)
        tags = range_tags(known_months(instance), months) if months else {}
        try:
            _execute(job, instance, tags, {"settings": settings, "progress": progress})
        except Exception as error:
            when_ended(instance, tags, str(error))
            raise
        when_ended(instance, tags, None)


def _execute(
    job: dg.JobDefinition,
    instance: dg.DagsterInstance,
    tags: Mapping[str, str],
    resources: Mapping[str, object],
) -> None:
    try:
        job.execute_in_process(
            instance=instance,
            tags=tags,
            resources=resources,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    except dg.Failure as error:
        raise Failed(error.description or str(error)) from None
    except dg.DagsterError as error:
        raise Failed(str(error)) from None
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
