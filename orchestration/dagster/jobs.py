"""What can be run: named selections of assets.

Belongs here: the jobs. Does not belong here: when they run (schedules.py, sensors.py) and what the
assets do.
"""

from __future__ import annotations

import dagster as dg

from orchestration.dagster.partitions import AS_OF_MONTHS

#: One step after the other in one process: all of them work on one file.
EXECUTOR = dg.in_process_executor

#: Everything new: check and load the deliveries, score, test, release.
REFRESH = dg.define_asset_job(
    name="refresh",
    description="Load every new delivery, score all months, test, and publish a release.",
    selection=dg.AssetSelection.all(),
    partitions_def=AS_OF_MONTHS,
    executor_def=EXECUTOR,
)

#: Only the way into raw, for a backfill that is to be scored later.
LOAD = dg.define_asset_job(
    name="load",
    description="Check and load deliveries into raw, without scoring or publishing.",
    selection=dg.AssetSelection.groups("landing", "raw"),
    partitions_def=AS_OF_MONTHS,
    executor_def=EXECUTOR,
)

#: Score and publish what is loaded, after a change of rules or code.
SCORE = dg.define_asset_job(
    name="score",
    description=(
        "Score and test what is loaded, and publish a release. Set `as_known` in the config of "
        "the resource `settings` to publish what was known at that delivery, beside the current "
        "release."
    ),
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups("landing", "raw"),
    executor_def=EXECUTOR,
)

ALL = [REFRESH, LOAD, SCORE]
