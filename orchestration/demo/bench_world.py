"""The benchmark's world: one distributor with very many usage lines, written set-wise by DuckDB.

Same columns, names and writer as the demo; only the rows come from hashes of row numbers instead of
stories. Streams: memory does not grow with the lines.
"""

from datetime import date
from pathlib import Path

import duckdb

from orchestration.demo.columns import column_names
from orchestration.demo.writing import load_data, run_sql, write_file, write_landing

LINES_PER_TENANT = 200
MOST_TENANTS = 50_000
NEWEST_MONTH = date(2026, 10, 1)
RENAMED_FROM = date(2026, 5, 1)
# Dataset, its view, its usage months.
EXTRACTS = (
    ("AzureUsage", "azure_usage", 24),
    ("EMSUsage", "ems_usage", 13),
    ("CPORM365Usage", "cpor_m365_usage", 13),
    ("TrainingCompletions", "training_completions", 1),
    ("Profile", "profile", 1),
)


def as_of_months(deliveries: int) -> list[date]:
    """Return the as-of months of the newest `deliveries`, oldest first.

    Raises ValueError outside 1 to 12.
    """
    if not 1 <= deliveries <= 12:
        raise ValueError(f"1 to 12 deliveries, not {deliveries}")
    newest = NEWEST_MONTH.year * 12 + NEWEST_MONTH.month - 1
    months = range(newest - deliveries + 1, newest + 1)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def write_delivery(
    connection: duckdb.DuckDBPyConnection, folder: Path, as_of_month: date, ending: str
) -> None:
    """Write the five needed datasets of one as-of month."""
    for name, value in (
        ("as_of_month", as_of_month),
        ("snapshot_on", as_of_month.replace(day=28)),
        ("month_format", "%Y-%m-%d"),
        ("date_format", "%Y-%m-%d"),
        ("is_older_spelling", as_of_month < RENAMED_FROM),
    ):
        connection.execute(f"set variable {name} = ?", [value])
    run_sql(connection, "spellings")
    for dataset, view, months in EXTRACTS:
        connection.execute("set variable months_in_extract = ?", [months])
        run_sql(connection, "months", "bench_seats", "seats", "people")
        if dataset == "AzureUsage":
            run_sql(connection, "bench_usage", "azure_usage")
        write_file(
            connection,
            view,
            folder / f"{dataset}.{ending}",
            column_names(dataset),
            is_sorted=dataset != "AzureUsage",
        )


def make_bench_world(
    landing: Path,
    *,
    usage_lines: int,
    deliveries: int = 1,
    file_format: str = "csv",
    seed: int = 1,
) -> Path:
    """Write a landing folder with `usage_lines` AzureUsage rows in each delivery; return it.

    There is one tenant for every 200 lines, up to 50,000 tenants. `deliveries` (1 to 12) end at
    2026-10, each with 24 months of usage, slightly restated by the next. `file_format` is csv or
    parquet. The same arguments give the same bytes, on any number of cores. Raises ValueError for
    fewer lines than one tenant has, FileExistsError for a folder of real files.
    """
    if usage_lines < LINES_PER_TENANT:
        raise ValueError(f"at least {LINES_PER_TENANT} usage lines, not {usage_lines}")
    months = as_of_months(deliveries)
    tenant_count = min(usage_lines // LINES_PER_TENANT, MOST_TENANTS)

    def fill(folder: Path) -> None:
        with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
            # Joins as written: the rows stream past the small tables, in their order.
            connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
            connection.execute("set enable_progress_bar = false")
            connection.execute("attach ':memory:' as cells (row_group_size 2048)")
            for name, value in (
                ("seed", seed),
                ("usage_lines", usage_lines),
                ("tenant_count", tenant_count),
            ):
                connection.execute(f"set variable {name} = ?", [value])
            load_data(connection, "services", "associations", "skus", "workloads", "certifications")
            run_sql(connection, "macros", "bench_tenants", "subscriptions")
            for month in months:
                write_delivery(connection, folder / f"{month:%Y-%m}", month, file_format)

    description = {
        "world": "bench",
        "seed": seed,
        "usage_lines": usage_lines,
        "deliveries": deliveries,
        "format": file_format,
    }
    return write_landing(Path(landing), description, fill)
