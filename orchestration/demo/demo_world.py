"""The demo world: three made-up partners, three years of usage, seven deliveries.

Contoso Security (20 people, small customers) qualifies on the SMB path, Fabrikam Services
(mid-size, some large customers) on the enterprise path, and Northwind Advisory stands two points
short of qualifying. Who does what is in data/cohorts.csv and data/certificates.csv: cohorts with a
tenant count are stories and never scaled, cohorts with a filler weight take the rest of the size
asked for and cancel out, so that the stories hold at any size and with any seed.
"""

import csv
from pathlib import Path

import duckdb

from orchestration.demo.columns import column_names
from orchestration.demo.deliveries import DELIVERIES, Delivery
from orchestration.demo.writing import DATA, load_data, run_sql, write_file, write_landing

DEMO_TENANTS = (40, 400, 60)

VIEWS = {
    "AzureUsage": "azure_usage",
    "EMSUsage": "ems_usage",
    "CPORM365Usage": "cpor_m365_usage",
    "TrainingCompletions": "training_completions",
    "Profile": "profile",
    "CustomersAndTenants": "customers_and_tenants",
    "Enrollment": "enrollment",
    "PartnerCenterScore": "partner_center_score",
    "Coverage": "coverage",
}
ROW_SQL = ("demo_usage", "demo_seats", "azure_usage", "seats", "people", "partner_center")
MONTHS_IN_EXTRACT = {"AzureUsage": 24, "EMSUsage": 13, "CPORM365Usage": 13}


def cohort_sizes(tenants: tuple[int, ...]) -> list[tuple[int, str, int]]:
    """Return (partner, cohort, tenants) of every cohort, for partners of the sizes given.

    Raises ValueError where a size has no room for the partner's stories.
    """
    with (DATA / "cohorts.csv").open(encoding="utf-8", newline="") as file:
        cohorts = list(csv.DictReader(file))
    sizes = []
    for partner, size in enumerate(tenants, start=1):
        own = [
            (row["cohort"], int(row["tenant_count"]), int(row["filler_weight"]))
            for row in cohorts
            if int(row["partner_no"]) == partner
        ]
        spare = size - sum(count for _, count, _ in own)
        if spare < 0:
            raise ValueError(f"partner {partner} needs at least {size - spare} tenants, not {size}")
        weights = sum(weight for *_, weight in own)
        reached = 0
        for cohort, count, weight in own:
            extra = spare * (reached + weight) // weights - spare * reached // weights
            reached += weight
            sizes.append((partner, cohort, count + extra))
    return sizes


def write_delivery(
    connection: duckdb.DuckDBPyConnection, landing: Path, delivery: Delivery
) -> None:
    """Write one folder: say what the delivery knew and how it spelled it, then copy its files."""
    for name, value in (
        ("as_of_month", delivery.as_of_month),
        ("snapshot_on", delivery.snapshot_on),
        ("is_newest", delivery.is_newest),
        ("is_faulty", delivery.is_faulty),
        ("month_format", delivery.month_format),
        ("date_format", delivery.date_format),
        ("is_older_spelling", delivery.is_older_spelling),
    ):
        connection.execute(f"set variable {name} = ?", [value])
    run_sql(connection, "spellings")
    for file in delivery.files:
        connection.execute(
            "set variable months_in_extract = ?", [MONTHS_IN_EXTRACT.get(file.dataset, 1)]
        )
        run_sql(connection, "months", *ROW_SQL)
        write_file(
            connection,
            VIEWS[file.dataset],
            landing / delivery.folder / file.name,
            column_names(file.dataset, is_short=file.is_short),
            where=file.where,
            delimiter=file.delimiter,
        )


def make_demo_world(
    landing: Path, *, seed: int = 1, tenants: tuple[int, ...] = DEMO_TENANTS
) -> Path:
    """Write the demo world into `landing` (its parent may be missing) and return the folder.

    `tenants` are the tenants of the three partners. The same arguments give the same bytes. Raises
    ValueError for a size below the stories' own, FileExistsError for a folder of real files.
    """
    sizes = cohort_sizes(tenants)

    def fill(folder: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute("set variable seed = ?", [seed])
            load_data(
                connection,
                *("services", "mixes", "styles", "associations", "skus", "workloads"),
                *("cohorts", "certifications", "certificates", "locations"),
                "partner_center_scores",
            )
            connection.execute(
                "create table cohort_sizes (partner_no integer, cohort text, tenants integer)"
            )
            connection.executemany("insert into cohort_sizes values (?, ?, ?)", sizes)
            run_sql(connection, "macros", "demo_tenants", "subscriptions", "demo_completions")
            for delivery in DELIVERIES:
                write_delivery(connection, folder, delivery)

    description = {"world": "demo", "seed": seed, "tenants": list(tenants)}
    return write_landing(Path(landing), description, fill)
