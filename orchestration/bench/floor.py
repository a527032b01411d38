"""The floor: what a refresh's main marts cost when they are written by hand.

Five scripts of SQL over DuckDB (floor_*.sql, in the order of SCRIPTS) make the rows of MARTS for
every evaluation that a refresh scores, all months and rule versions, and write them as Parquet.
They read the extracts and the seeds; nothing of models/, and no dbt.

Right for a world of one delivery that has the five extracts in one file each, with names spelled
plainly, no month after its own, and every partner in its Profile, as the benchmark's worlds are:
what newer deliveries restate, corrections and optional datasets are not looked at (`is_plain`).

Rows are compared in all columns of the release but LEFT_OUT: texts that put figures beside them
into words, and which delivery and file a line is in, as there is one of each.
"""

from pathlib import Path

import duckdb

from orchestration.bench.reading import SEEDS, SOURCES, deliveries, newest_month
from orchestration.publish.trace_file import TRACE_FILE

SCRIPTS = ("floor_azure", "floor_seats", "floor_tenants", "floor_scores", "floor_reports")
MARTS = (
    "fct_designation_scores",
    "fct_metric_scores",
    "fct_metric_parts",
    "fct_tenant_contributions",
    "fct_tenant_months",
    "fct_tenant_paths",
    "fct_customer_eligibility",
)
TRACE = "trace_usage_lines"
LEFT_OUT = {
    "fct_customer_eligibility": ("condition_label", "criteria", "current_status", "details"),
    TRACE: ("delivery", "file_name", "file_id"),
}
#: The area whose marts are written.
AREA = "security"
_OF_AN_AREA = (
    "rule_versions",
    "programme",
    "metrics",
    "metric_parts",
    "criteria",
    "eligible_associations",
    "eligible_products",
    "excluded_offers",
    "skilling_steps",
    "step_certifications",
    "eligibility_conditions",
)
_RULES = (*_OF_AN_AREA, "path_labels", "certifications")


def is_plain(landing: Path) -> bool:
    """Whether a landing folder is a world that the floor is right for, by its files."""
    names = deliveries(landing)
    if len(names) != 1:
        return False
    datasets = [path.name.split(".")[0] for path in (landing / str(names[0])).iterdir()]
    return sorted(datasets) == sorted(dataset for dataset, _ in SOURCES.values())


def write_marts(landing: Path, folder: Path) -> None:
    """Write the marts of a landing folder by hand into a folder, as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    with newest_month(landing) as connection:
        for seed in (*(f"rules/{rules}" for rules in _RULES), "names/admin_types"):
            connection.execute(
                f"create temp table {Path(seed).name} as "
                f"from read_csv('{SEEDS / seed}.csv', all_varchar = true)"
            )
        for rules in _OF_AN_AREA:
            connection.execute(f"delete from {rules} where solution_area != '{AREA}'")
        for script in SCRIPTS:
            connection.execute((Path(__file__).parent / f"{script}.sql").read_text("utf-8"))
        for mart in (*MARTS, TRACE):
            connection.execute(f"copy (from {mart}) to '{folder / mart}.parquet'")


def differences(folder: Path, publish: Path) -> dict[str, tuple[int, int]]:
    """Compare marts written by hand with the current release, row by row and both ways.

    Returns how many rows only the hand-written mart and only the release has, by the marts where
    there are any. A column that one of them lacks is a difference in every row.
    """
    current = publish / "current"
    released = {mart: f"release.marts.{mart}" for mart in MARTS}
    released[TRACE] = f"read_parquet('{current / 'parquet' / TRACE_FILE}')"
    found = {}
    with duckdb.connect(config={"memory_limit": "3GB"}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{current / 'partner_score.duckdb'}' as release (read_only)")
        for mart, source in released.items():
            left_out = ", ".join(LEFT_OUT.get(mart, ()))
            columns = f"* exclude ({left_out})" if left_out else "*"
            # What `except all` finds, both ways in one go: 1 for each row here, -1 for one there.
            only = connection.execute(
                "select coalesce(sum(surplus) filter (surplus > 0), 0), "
                "coalesce(-sum(surplus) filter (surplus < 0), 0) from ("
                "select * exclude (side), sum(side) as surplus from ("
                f"select *, 1 as side from read_parquet('{folder / mart}.parquet') "
                f"union all by name select {columns}, -1 as side from {source}"
                ") group by all having surplus != 0)"
            ).fetchall()[0]
            if any(only):
                found[mart] = only
    return found
