"""Noticing a delivery by itself.

Belongs here: the sensor on the landing folder. Does not belong here: what counts as new or as half
copied (arrivals.py).

A copy over a network takes minutes and gives no sign when it is done. So a delivery is taken up
only when two looks in a row saw the same files with the same sizes and times, no file bears the
name of an unfinished copy, and every needed dataset is there. One look at the folder starts at
most one run: a delivery that is refused is not tried again until its files change.
"""

import dagster as dg

from orchestration.dagster.jobs import REFRESH
from orchestration.dagster.partitions import add_months, known_months, range_tags
from orchestration.landing.faults import LandingError
from orchestration.machine.access import in_words
from orchestration.machine.lock import LockedError
from orchestration.raw.arrivals import Arrivals, look
from orchestration.settings import Settings, SettingsError

#: Seconds between two looks, and so the least time for which files must have stood still.
LOOK_EVERY_SECONDS = 120


@dg.sensor(
    name="new_delivery",
    description="Starts a refresh when a new or corrected delivery has been copied completely.",
    job=REFRESH,
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
)
def new_delivery(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Skip with a reason, or ask for one run over every new month."""
    try:
        arrivals = look(Settings.from_environment())
    except (SettingsError, LandingError, LockedError, PermissionError) as error:
        return dg.SkipReason(in_words(error))
    if not arrivals.months:
        return dg.SensorResult(skip_reason=arrivals.nothing_new, cursor="")
    if arrivals.waiting_for:
        return dg.SensorResult(skip_reason=arrivals.hold_reason, cursor=arrivals.signature)
    if context.cursor != arrivals.signature:
        return dg.SensorResult(
            skip_reason=f"The copy of {arrivals.named} may still be running: will look again.",
            cursor=arrivals.signature,
        )
    return dg.SensorResult(
        run_requests=[run_request(context.instance, arrivals)], cursor=arrivals.signature
    )


def run_request(instance: dg.DagsterInstance, arrivals: Arrivals) -> dg.RunRequest:
    """One run over all new months; the same files never ask twice."""
    add_months(instance, arrivals.all_months)
    return dg.RunRequest(
        run_key=arrivals.signature,
        tags={
            **range_tags(known_months(instance), arrivals.months),
            "deliveries": arrivals.named,
        },
    )
