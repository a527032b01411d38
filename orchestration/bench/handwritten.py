"""The hand-written script's frame: which files the newest month has, and how they are read."""

import gzip
from decimal import Decimal
from pathlib import Path

import duckdb

from orchestration.landing.delivery_name import DeliveryName

SEEDS = Path(__file__).parents[2] / "seeds" / "names"
NO_LONGER_ELIGIBLE = "Network Watcher"
SOURCES = {
    "azure_file": (
        "AzureUsage",
        (
            *("PGAMpnId", "SubscriptionId", "Month", "ServiceLevel1", "ServiceLevel2"),
            *("ServiceLevel3", "ServiceLevel4", "ServiceInfluencer", "ServiceGroup2"),
            *("ServiceGroup3", "ComputeOS", "ComputeOSAttribute", "ComputeCoreSoftware"),
            *("UsageUnits", "CustomerTenantId", "MPNId", "PartnerAttributionType", "AdminType"),
            *("AI_OfferType", "ACR_USD"),
        ),
    ),
    "ems_file": ("EMSUsage", ("*",)),
    "cpor_file": ("CPORM365Usage", ("*",)),
    "training_file": ("TrainingCompletions", ("*",)),
    "profile_file": ("Profile", ("*",)),
}


def deliveries(landing: Path) -> list[DeliveryName]:
    """Return the deliveries of a landing folder."""
    return [name for path in landing.iterdir() if (name := DeliveryName.parse(path.name))]


def newest_files(landing: Path, dataset: str, month: str) -> list[Path]:
    """Return a dataset's files in the newest revision of the month that has it.

    Raises FileNotFoundError where no folder of the month has one.
    """
    for name in sorted(deliveries(landing), reverse=True):
        files = sorted((landing / str(name)).glob(f"{dataset}[._]*")) if name.month == month else []
        if files:
            return files
    raise FileNotFoundError(f"no {dataset} for {month} in {landing}")


def reading(files: list[Path]) -> str:
    """Return the table function that reads files of one layout as text."""
    paths = [str(path) for path in files]
    if files[0].suffix == ".parquet":
        return f"read_parquet({paths})"
    opened = gzip.open if files[0].suffix == ".gz" else open
    with opened(files[0], "rt", encoding="utf-8-sig") as file:
        header = file.readline().rstrip("\r\n")
    delimiter = max(",;\t", key=header.count)
    columns = {name: "VARCHAR" for name in header.split(delimiter)}
    return (
        f"read_csv({paths}, header = true, auto_detect = false, delim = '{delimiter}', "
        f"quote = '\"', escape = '\"', columns = {columns})"
    )


def score(landing: Path) -> dict[tuple[str, str, str], tuple[int, Decimal]]:
    """Score a landing folder's newest month.

    Returns (counted units, points) by (partner, path, metric). Reads one delivery only: right for a
    newest delivery that covers both years and spells names plainly, as the made-up worlds do.
    """
    newest = max(deliveries(landing))
    with duckdb.connect(config={"memory_limit": "3GB"}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set variable as_of_month = ?", [newest.as_of_month])
        for view, (dataset, columns) in SOURCES.items():
            source = reading(newest_files(landing, dataset, newest.month))
            connection.execute(
                f"create temp view {view} as select {', '.join(columns)} from {source}"
            )
        for table, name in (
            ("service_names", "service"),
            ("workload_names", "workload"),
            ("certification_titles", "certification"),
        ):
            connection.execute(
                f"create temp table {table} as select distinct lower(alias) as alias, {name}, "
                f"{name} != '{NO_LONGER_ELIGIBLE}' as is_eligible "
                f"from read_csv('{SEEDS / table}.csv', all_varchar = true)"
            )
        script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
        connection.execute(script)
        rows = connection.execute(
            "select partner_id, path, metric, counted_units, points from scores"
        ).fetchall()
    return {tuple(row[:3]): (row[3], row[4]) for row in rows}
