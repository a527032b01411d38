"""One Dagster run inside this process, for the command line.

Belongs here: running a job over some months, and the one error that a failed step becomes. Does not
belong here: which job is run, and why (refresh.py, rehearsal.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from orchestration.commands.failures import Failed
from orchestration.dagster.partitions import add_months, known_months, range_tags
from orchestration.machine.progress import Progress
from orchestration.settings import Settings


def run_job(
    job: dg.JobDefinition,
    settings: Settings,
    progress: Progress,
    all_months: Sequence[str],
    months: Sequence[str],
) -> None:
    """Run the job over `months`, which are some of `all_months`.

    Raises what a step raises, and `Failed` for what only Dagster can put into words.
    """
    # Keeping a history costs as much as the tests do, and the terminal tells the story: only runs
    # that the web UI, a schedule or the sensor starts leave one.
    with dg.DagsterInstance.ephemeral() as instance:
        add_months(instance, all_months)
        tags = range_tags(known_months(instance), months) if months else {}
        try:
            job.execute_in_process(
                instance=instance,
                tags=tags,
                resources={"settings": settings, "progress": progress},
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
        except dg.Failure as error:
            raise Failed(error.description or str(error)) from None
        except dg.DagsterError as error:
            raise Failed(str(error)) from None
        except dg.DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None
