"""Looking for deliveries on the days when Partner Center has new ones.

Belongs here: the days. Does not belong here: what counts as new (arrivals.py), noticing a copy that
is under way (sensors.py).

Usage of a month is complete by the 20th of the next one, training completions earlier. A schedule
looks once, so it takes a delivery only when its files have stood still for a while.
"""

import time

import dagster as dg

from orchestration.dagster.jobs import REFRESH
from orchestration.dagster.sensors import run_request
from orchestration.landing.contracts import TRAINING_COMPLETIONS
from orchestration.landing.faults import LandingError
from orchestration.machine.access import in_words
from orchestration.machine.lock import LockedError
from orchestration.raw.arrivals import look
from orchestration.settings import Settings, SettingsError

#: Seconds for which the newest file must have stood still.
STILL_FOR_SECONDS = 600.0


def _evaluate(
    context: dg.ScheduleEvaluationContext, dataset: str | None
) -> dg.RunRequest | dg.SkipReason:
    try:
        arrivals = look(Settings.from_environment())
    except (SettingsError, LandingError, LockedError, PermissionError) as error:
        return dg.SkipReason(in_words(error))
    if not arrivals.months:
        return dg.SkipReason(arrivals.nothing_new)
    if dataset and dataset not in arrivals.datasets:
        return dg.SkipReason(f"No new {dataset} in {arrivals.named}.")
    if arrivals.waiting_for:
        return dg.SkipReason(arrivals.hold_reason)
    if time.time() - arrivals.newest_change < STILL_FOR_SECONDS:
        return dg.SkipReason(f"The copy of {arrivals.named} may still be running.")
    return run_request(context.instance, arrivals)


@dg.schedule(
    name="usage_by_the_20th",
    description="Refreshes when the landing folder holds a delivery that is not loaded yet.",
    job=REFRESH,
    cron_schedule="0 6 20 * *",
)
def usage_by_the_20th(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    return _evaluate(context, dataset=None)


@dg.schedule(
    name="skilling_by_the_10th",
    description="Refreshes when the landing folder holds new training completions.",
    job=REFRESH,
    cron_schedule="0 6 10 * *",
)
def skilling_by_the_10th(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    return _evaluate(context, dataset=TRAINING_COMPLETIONS.dataset)


ALL = [usage_by_the_20th, skilling_by_the_10th]
