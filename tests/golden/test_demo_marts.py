"""What must hold between the marts, asked of the demo world in plain SQL of another shape.

Windows are added up again month by month, by a join instead of a window function; the spine is
counted from the dimensions instead of from the scores.
"""

from pathlib import Path

import duckdb
import pytest


@pytest.fixture(scope="module")
def marts(demo_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """The published release of the demo world."""
    return build_marts(demo_landing)


TRAILING = """
    select
        ends.partner_id, ends.tenant_id, ends.usage_basis, ends.end_month,
        sum(months.acr_usd) as acr_usd
    from ({ends}) as ends
    inner join marts.fct_tenant_months as months
        on months.partner_id = ends.partner_id
        and months.tenant_id = ends.tenant_id
        and months.usage_basis = ends.usage_basis
        and months.product_line = 'azure'
        and months.usage_month > ends.end_month - interval 12 month
        and months.usage_month <= ends.end_month
    group by all
"""


def test_trailing_twelve_months_again(marts: duckdb.DuckDBPyConnection) -> None:
    """Each tenant's TTM in each month; the month twelve back is out, the one eleven back is in."""
    ends = """
        select partner_id, tenant_id, usage_basis, usage_month as end_month
        from marts.fct_tenant_months
        where product_line = 'azure'
    """
    rows, wrong = marts.execute(
        f"""
        select count(*), count(*) filter (again.acr_usd is distinct from months.ttm_acr_usd)
        from marts.fct_tenant_months as months
        left join ({TRAILING.format(ends=ends)}) as again
            on again.partner_id = months.partner_id
            and again.tenant_id = months.tenant_id
            and again.usage_basis = months.usage_basis
            and again.end_month = months.usage_month
        where months.product_line = 'azure'
        """
    ).fetchone()
    assert rows > 10_000
    assert wrong == 0


@pytest.mark.parametrize(
    ("column", "months_back"), [("current_value", 0), ("baseline_value", 12)], ids=str
)
def test_windows_of_contributions_again(
    marts: duckdb.DuckDBPyConnection, column: str, months_back: int
) -> None:
    """Each Azure contribution's window, now and a year before, for versions with a basis of their
    own (a basis bears the name of the first version that uses it)."""
    ends = f"""
        select distinct
            partner_id, tenant_id, rule_version as usage_basis,
            (as_of_month - interval {months_back} month)::date as end_month
        from marts.fct_tenant_contributions
        where product_line = 'azure'
    """
    rows, wrong = marts.execute(
        f"""
        select count(*), count(*) filter (coalesce(again.acr_usd, 0) <> found.{column})
        from marts.fct_tenant_contributions as found
        left join ({TRAILING.format(ends=ends)}) as again
            on again.partner_id = found.partner_id
            and again.tenant_id = found.tenant_id
            and again.usage_basis = found.rule_version
            and again.end_month = (found.as_of_month - interval {months_back} month)::date
        where found.product_line = 'azure'
            and found.rule_version in (select usage_basis from marts.fct_tenant_months)
        """
    ).fetchone()
    assert rows > 1_000
    assert wrong == 0


def test_every_pair_has_every_metric_part_and_total(marts: duckdb.DuckDBPyConnection) -> None:
    """Per scored pair and path: four metrics, three usage metrics of two lines and three steps, one
    total. Pairs are counted from the calendar: scored months once, the newest by five versions."""
    pairs = """
        select
            partner_id, as_of_month, rule_version,
            case when rule_version < 'security_2025' then 1 else 2 end as paths
        from marts.fct_designation_scores
        group by all
    """
    expected = marts.execute(
        f"select sum(paths) * 4, sum(paths) * 9, sum(paths) from ({pairs})"
    ).fetchone()
    found = [
        marts.execute(f"select count(*) from marts.{table}").fetchone()[0]
        for table in ("fct_metric_scores", "fct_metric_parts", "fct_designation_scores")
    ]
    assert list(expected) == found
    by_calendar = marts.execute(
        """
        select sum(date_diff('month', first_covered_month, date '2026-10-01') - 12 + 5)
        from marts.dim_partner
        """
    ).fetchone()
    assert marts.execute(f"select count(*) from ({pairs})").fetchone() == by_calendar


def test_released_columns_are_of_types_that_bi_drivers_read(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """And every column and table carries its description."""
    types = marts.execute(
        "select distinct regexp_replace(data_type, '\\(.*', '') from duckdb_columns() "
        "where schema_name = 'marts'"
    ).fetchall()
    allowed = {"VARCHAR", "BIGINT", "INTEGER", "DECIMAL", "DATE", "BOOLEAN", "TIMESTAMP"}
    assert {name for (name,) in types} <= allowed
    silent = marts.execute(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'marts' and comment is null"
    ).fetchall()
    assert silent == []


def test_how_far_back_a_file_can_move_scores(marts: duckdb.DuckDBPyConnection) -> None:
    """Usage its months, a later snapshot of certificates its own month, names no score at all."""
    rows = marts.execute(
        "select dataset, as_of_month, first_month, is_in_force, is_skilling, reaches_from_month "
        "from marts.dim_delivery"
    ).fetchall()
    (first_scored,) = marts.execute(
        "select min(as_of_month) from marts.fct_designation_scores"
    ).fetchone()
    snapshots = [row[1] for row in rows if row[0] == "TrainingCompletions" and row[3]]
    reached = set()
    for dataset, as_of_month, first_month, _, is_skilling, reaches_from_month in rows:
        assert is_skilling == (dataset == "TrainingCompletions")
        if dataset in ("AzureUsage", "EMSUsage", "CPORM365Usage"):
            expected = first_month
        elif dataset == "Profile" or (is_skilling and as_of_month == min(snapshots)):
            expected = first_scored
        else:
            expected = as_of_month if is_skilling else None
        assert reaches_from_month == expected
        reached.add((dataset, expected == first_scored))
    assert {("TrainingCompletions", True), ("TrainingCompletions", False)} <= reached
    assert ("CustomersAndTenants", False) in reached


def test_one_certificate_of_each_person_ends_next(marts: duckdb.DuckDBPyConnection) -> None:
    """And of several that end on one day, the one with more at stake."""
    rows = marts.execute(
        "select partner_id, path, metric, person_key, "
        "ends_on, -points_at_stake, certification, is_next from marts.fct_expiring_certifications"
    ).fetchall()
    by_person: dict[tuple, list[tuple]] = {}
    for row in rows:
        by_person.setdefault(row[:4], []).append(row[4:])
    assert max(map(len, by_person.values())) > 1
    for ending in by_person.values():
        assert [row for row in ending if row[-1]] == [min(ending, key=lambda row: row[:3])]
