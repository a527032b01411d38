"""How both hand-written scripts read a landing folder: which files, which columns, which names.

Belongs here: views of the files of the newest month and tables of the names in the seeds. Does not:
what is made of them (handwritten.sql, floor.py).
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.landing.delivery_name import DeliveryName

SEEDS = Path(__file__).parents[2] / "seeds"
NO_LONGER_ELIGIBLE = "Network Watcher"
SOURCES = {
    "azure_file": (
        "AzureUsage",
        (
            *("PGAMpnId", "SubscriptionId", "Month", "ServiceLevel1", "ServiceLevel2"),
            *("ServiceLevel3", "ServiceLevel4", "ServiceInfluencer", "ServiceGroup2"),
            *("ServiceGroup3", "ComputeOS", "ComputeOSAttribute", "ComputeCoreSoftware"),
            *("UsageUnits", "CustomerTenantId", "CustomerTpid", "MPNId"),
            *("PartnerAttributionType", "AdminType", "AI_OfferType", "ACR_USD"),
        ),
    ),
    "ems_file": ("EMSUsage", ("*",)),
    "cpor_file": ("CPORM365Usage", ("*",)),
    "training_file": ("TrainingCompletions", ("*",)),
    "profile_file": ("Profile", ("*",)),
}
# Each table of aliases, and the column that says what an alias is a name of.
NAMES = {
    "service_names": "service",
    "workload_names": "workload",
    "certification_titles": "certification",
    "association_names": "association",
    "offer_names": "offer",
}
# Titles compare without maker and grade; those of two certificates that differ in nothing else are
# read as both, which no rule of the benchmark's area asks for.
_CERTIFICATES = """
    create temp macro bare_title(title) as trim(
        regexp_replace(
            lower(title),
            '^microsoft (365 )?(certified:)?|(associate|expert)$',
            '',
            'g'
        )
    );
    create temp view certificates as
    select
        rows."PGAMpnId" as partner_id,
        coalesce(rows."MCPID", lower(rows."CorpEmail"), lower(rows."Email")) as person,
        titles.certification,
        rows."TrainingCompletionDate"::date as completed_on,
        nullif(rows."ExpirationDate", 'NA')::date as expires_on,
    from training_file as rows
    inner join (
        select distinct bare_title(alias) as title, certification
        from certification_titles
    ) as titles
        on bare_title(rows."TrainingTitle") = titles.title
    where lower(rows."TrainingType") = 'certification'
"""


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


@contextmanager
def newest_month(landing: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to a database in memory with what the newest month has, by name.

    The view of each extract's files, as text; the view `certificates`; the table of each kind of
    names; the variable `as_of_month`. Nothing is read yet but the names.
    """
    newest = max(deliveries(landing))
    with duckdb.connect(config={"memory_limit": "3GB"}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set variable as_of_month = ?", [newest.as_of_month])
        for view, (dataset, columns) in SOURCES.items():
            source = reading(newest_files(landing, dataset, newest.month))
            connection.execute(
                f"create temp view {view} as select {', '.join(columns)} from {source}"
            )
        for table, name in NAMES.items():
            connection.execute(
                f"create temp table {table} as select distinct lower(alias) as alias, {name}, "
                f"{name} != '{NO_LONGER_ELIGIBLE}' as is_eligible "
                f"from read_csv('{SEEDS / 'names' / table}.csv', all_varchar = true)"
            )
        connection.execute(_CERTIFICATES)
        yield connection
