"""Everything Dagster knows, put together: `dagster dev -m orchestration.definitions`.

Belongs here: the list of assets, checks, jobs, schedules, sensors and resources. Does not belong
here: any of them.
"""

import warnings
from collections.abc import Iterator

import dagster as dg

# Backfill policies and pools are marked beta in this version of Dagster, which is locked.
warnings.filterwarnings("ignore", category=dg.BetaWarning)

from orchestration.build.manifest import manifest_json  # noqa: E402
from orchestration.dagster import (  # noqa: E402
    checks,
    jobs,
    notifications,
    raw_assets,
    schedules,
    sensors,
)
from orchestration.dagster.dbt_assets import MARTS, build_dbt_assets  # noqa: E402
from orchestration.dagster.release_assets import build_release_asset  # noqa: E402
from orchestration.machine.progress import Silent  # noqa: E402
from orchestration.raw.workspace import workspace  # noqa: E402
from orchestration.settings import Settings  # noqa: E402

#: How long a run waits for a refresh that someone started by hand, in seconds.
_WAIT_FOR_LOCK = 3600.0


@dg.resource(
    config_schema={
        "as_known": dg.Field(
            str,
            default_value="",
            description="A delivery (2026-05, 2026-05.2): score what was known when it was the "
            "last, and publish that beside the current release. For the job `score`.",
        )
    },
    description="The environment, read once per run; the run holds the build's lock.",
)
def settings_resource(context: dg.InitResourceContext) -> Iterator[Settings]:
    # What is known is said per run: a variable left in the environment must not decide it for all.
    settings = Settings.from_environment(AS_KNOWN=context.resource_config.get("as_known", ""))
    with workspace(settings, wait_seconds=_WAIT_FOR_LOCK):
        yield settings


def build_definitions() -> dg.Definitions:
    """The definitions of the project as its files stand now."""
    models = build_dbt_assets(manifest_json())
    marts = [key for key, group in models.group_names_by_key.items() if group == MARTS]
    return dg.Definitions(
        assets=[*raw_assets.ALL, models, build_release_asset(marts)],
        asset_checks=checks.ALL,
        jobs=jobs.ALL,
        schedules=schedules.ALL,
        sensors=[sensors.new_delivery, notifications.failed_run],
        resources={
            "settings": settings_resource,
            "progress": Silent(),
            "months": raw_assets.checked_months,
        },
        executor=jobs.EXECUTOR,
    )


defs = build_definitions()
