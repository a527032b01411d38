"""The way from landing into raw as Dagster assets, one partition per as-of month.

Belongs here: the order of check, load and receipt, and what a run tells about them. Does not belong
here: reading files, contracts and transactions (landing.py, contracts.py, load.py).

A run goes over all its months at once: first every file of every month is checked, then dataset
after dataset is loaded, and the deliveries' own rows come last. Until those are written nothing
downstream uses a row of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from orchestration import landing, load, raw_store
from orchestration.audit import forget_build
from orchestration.contracts import CONTRACTS
from orchestration.dbt_assets import BUILD_POOL
from orchestration.partitions import AS_OF_MONTHS
from orchestration.progress import Progress
from orchestration.settings import Settings

CONTRACTS_CHECKED = dg.AssetKey(["landing", "delivery_contracts"])
DELIVERIES = dg.AssetKey(["raw", "deliveries"])


def _months(context: dg.AssetExecutionContext) -> list[str]:
    return sorted(context.partition_keys)


@dg.asset(
    key=CONTRACTS_CHECKED,
    group_name="landing",
    partitions_def=AS_OF_MONTHS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=BUILD_POOL,
    kinds={"csv", "parquet"},
    description="Every file of the month's deliveries keeps its contract, and nothing is missing.",
)
def delivery_contracts(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult:
    forget_build(settings)
    deliveries = landing.scan(settings.landing_dir)
    months = _months(context)
    with (
        raw_store.open_store(settings.build_file) as connection,
        progress.step("check", total=len(months)) as step,
    ):
        for month in months:
            load.check_month(connection, deliveries, month)
            step.advance(month)
    files = [file for d in deliveries if d.month in months for file in d.files]
    return dg.MaterializeResult(
        metadata={"files": len(files), "bytes": sum(file.bytes for file in files)}
    )


def _dataset_asset(dataset: str, table: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", table],
        group_name="raw",
        partitions_def=AS_OF_MONTHS,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=BUILD_POOL,
        deps=[CONTRACTS_CHECKED],
        kinds={"duckdb"},
        description=f"The rows of {dataset} as delivered, with their receipts.",
    )
    def load_dataset(
        context: dg.AssetExecutionContext,
        settings: dg.ResourceParam[Settings],
        progress: dg.ResourceParam[Progress],
    ) -> dg.MaterializeResult:
        deliveries = landing.scan(settings.landing_dir)
        months = _months(context)
        rows = 0
        with (
            raw_store.open_store(settings.build_file) as connection,
            progress.step("load", total=len(months)) as step,
        ):
            for month in months:
                rows += load.load_dataset(connection, deliveries, month, dataset)
                step.advance(f"{dataset} {month}")
        return dg.MaterializeResult(metadata={"dagster/row_count": rows})

    return load_dataset


DATASETS = [_dataset_asset(contract.dataset, contract.table) for contract in CONTRACTS]


@dg.asset(
    key=DELIVERIES,
    group_name="raw",
    partitions_def=AS_OF_MONTHS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=BUILD_POOL,
    deps=DATASETS,
    kinds={"duckdb"},
    description="The receipts. A delivery's row is written last: from then on its rows count.",
)
def deliveries(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult:
    found = landing.scan(settings.landing_dir)
    months = _months(context)
    with (
        raw_store.open_store(settings.build_file) as connection,
        progress.step("load", total=len(months)) as step,
    ):
        for month in months:
            load.finish_month(connection, found, month)
            step.advance(f"receipts {month}")
    return dg.MaterializeResult(metadata={"months": len(months)})


ALL = [delivery_contracts, *DATASETS, deliveries]
