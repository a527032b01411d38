"""The way from landing into raw as Dagster assets, one partition per as-of month.

Belongs here: the order of check, load and receipt, and what a run tells about them. Does not belong
here: reading files, contracts and transactions (folder.py, contracts.py, load.py).

A run goes over all its months at once: first every file of every month is checked, then dataset
after dataset is loaded, and the deliveries' own rows come last. Until those are written nothing
downstream uses a row of it.
"""

from collections.abc import Iterator

import dagster as dg
import duckdb

from orchestration.dagster.dbt_assets import BUILD_POOL
from orchestration.dagster.partitions import AS_OF_MONTHS
from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACTS
from orchestration.machine.progress import Progress
from orchestration.publish.audit import forget_build
from orchestration.publish.published_files import check_published_files
from orchestration.raw import load
from orchestration.raw.delivery_check import CheckedMonth
from orchestration.raw.in_force import loaded_files
from orchestration.raw.person_key import read_key
from orchestration.raw.quarantine_report import as_markdown, read_quarantine
from orchestration.raw.store import open_store
from orchestration.settings import Settings

#: The extracts themselves: somebody else puts them there.
EXTRACTS = dg.AssetSpec(
    ["landing", "extracts"],
    group_name="landing",
    kinds={"csv", "parquet"},
    description="The monthly downloads from Partner Center, a folder per delivery.",
)

CONTRACTS_CHECKED = dg.AssetKey(["landing", "delivery_contracts"])
DELIVERIES = dg.AssetKey(["raw", "deliveries"])


class CheckedMonths:
    """The months that a run has checked: each once, since that looks into every file.

    A resource, so that every run has its own.
    """

    def __init__(self) -> None:
        self._checked: dict[str, CheckedMonth] = {}

    def of(
        self,
        context: dg.AssetExecutionContext,
        settings: Settings,
        connection: duckdb.DuckDBPyConnection,
    ) -> Iterator[CheckedMonth]:
        """The run's months in the order of the calendar. Raises `LandingError`."""
        deliveries = landing.scan(settings.landing_dir)
        for month in sorted(context.partition_keys):
            if month not in self._checked:
                self._checked[month] = load.check_month(connection, deliveries, month)
            yield self._checked[month]


@dg.resource(description="What the run has checked of the months it loads.")
def checked_months(_: dg.InitResourceContext) -> CheckedMonths:
    return CheckedMonths()


@dg.asset(
    key=CONTRACTS_CHECKED,
    group_name="landing",
    partitions_def=AS_OF_MONTHS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=BUILD_POOL,
    deps=[EXTRACTS],
    description="Every file of the month's deliveries meets its contract, and no file is missing.",
)
def delivery_contracts(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    progress: dg.ResourceParam[Progress],
    months: dg.ResourceParam[CheckedMonths],
) -> dg.MaterializeResult:
    forget_build(settings)
    with (
        open_store(settings.build_file) as connection,
        progress.step("check", total=len(context.partition_keys)) as step,
    ):
        check_published_files(connection, settings, landing.scan(settings.landing_dir))
        files = []
        for checked in months.of(context, settings, connection):
            files += [file for delivery in checked.deliveries for file in delivery.all_files]
            step.advance(checked.month)
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
        months: dg.ResourceParam[CheckedMonths],
    ) -> dg.MaterializeResult:
        key = read_key(settings.person_key_file)
        receipts: list[load.FileReceipt] = []
        with (
            open_store(settings.build_file) as connection,
            progress.step("load", total=len(context.partition_keys)) as step,
        ):
            for checked in months.of(context, settings, connection):
                receipts += load.load_dataset(
                    connection, checked, dataset, key, settings.accept_repeated
                )
                step.advance(f"{dataset} {checked.month}")
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": sum(
                    receipt.records_count - receipt.quarantined_count for receipt in receipts
                ),
                "quarantined_rows": sum(receipt.quarantined_count for receipt in receipts),
                "repeated_rows": sum(receipt.repeated_count for receipt in receipts),
                "files": dg.MetadataValue.md("\n".join(f"- {receipt}" for receipt in receipts)),
            }
        )

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
    months: dg.ResourceParam[CheckedMonths],
) -> dg.MaterializeResult:
    with (
        open_store(settings.build_file) as connection,
        progress.step("load", total=len(context.partition_keys)) as step,
    ):
        finished = []
        for checked in months.of(context, settings, connection):
            finished.append(load.finish_month(connection, checked))
            step.advance(f"receipts {checked.month}")
        quarantine = read_quarantine(connection, loaded_files(connection))
    return dg.MaterializeResult(
        metadata={
            "deliveries": dg.MetadataValue.md("\n".join(f"- {each}" for each in finished)),
            "quarantined_rows": sum(file.quarantined for file in quarantine),
            "quarantine": dg.MetadataValue.md(as_markdown(quarantine)),
        }
    )


ALL = [EXTRACTS, delivery_contracts, *DATASETS, deliveries]
