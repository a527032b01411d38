"""The star: every row of every mart meets exactly one row of each dimension and of its parents.

Asked of whatever tables the release has, so that a new mart is in by itself.
"""

from pathlib import Path

import duckdb
import pytest

# Columns of a mart, the dimension they name, and the key there.
KEYS = [
    (("partner_id",), "dim_partner", ("partner_id",)),
    (("tenant_id",), "dim_tenant", ("tenant_id",)),
    (("customer_id",), "dim_customer", ("customer_id",)),
    (("metric",), "dim_metric", ("metric",)),
    (("path",), "dim_path", ("path",)),
    (("solution_area",), "dim_solution_area", ("solution_area",)),
    (("solution_area", "rule_version"), "dim_rule_version", ("solution_area", "rule_version")),
    (("solution_area", "condition"), "dim_condition", ("solution_area", "condition")),
    (("certification",), "dim_certification", ("certification",)),
    (("as_of_month",), "dim_date", ("date_day",)),
    (("usage_month",), "dim_date", ("date_day",)),
    (("file_id",), "dim_delivery", ("file_id",)),
]
# Rows that say of whom or what nothing is known.
NOT_IN_THE_STAR = {
    ("fct_unmapped_names", "dim_partner"),
    ("fct_usage_accounting", "dim_partner"),
}

PAIR = ["partner_id", "as_of_month", "solution_area", "rule_version"]
METRIC = [*PAIR, "path", "metric"]
LINE = [*METRIC, "product_line"]
# Child, what it is restricted to, parent, how they join: child column or child=parent.
PARENTS = [
    ("fct_metric_scores", "true", "fct_designation_scores", [*PAIR, "path"]),
    ("fct_metric_parts", "true", "fct_metric_scores", METRIC),
    ("fct_tenant_contributions", "true", "fct_metric_parts", [*METRIC, "product_line=part"]),
    ("fct_tenant_contributions", "true", "fct_designation_scores", [*PAIR, "path"]),
    ("fct_skilling_people", "true", "fct_metric_scores", METRIC),
    ("fct_customer_eligibility", "true", "fct_designation_scores", [*PAIR, "path"]),
    ("fct_customer_eligibility", "metric is not null", "fct_metric_parts",
     [*METRIC, "product_line=part"]),
    ("fct_customer_eligibility", "parent_condition is not null", "fct_customer_eligibility",
     [*PAIR, "path", "customer_id", "parent_condition=condition"]),
    ("fct_eligibility_summary", "true", "fct_designation_scores", [*PAIR, "path"]),
    ("fct_near_thresholds", "true", "fct_tenant_contributions", [*LINE, "tenant_id"]),
    ("fct_near_thresholds", "true", "tenant_summary", [*PAIR, "path", "tenant_id"]),
    ("tenant_summary", "true", "score_summary", [*PAIR, "path"]),
    ("score_summary", "true", "fct_designation_scores", [*PAIR, "path"]),
    ("fct_expiring_certifications", "true", "fct_metric_scores", METRIC),
    ("fct_skilling_outlook", "true", "fct_metric_scores", METRIC),
    ("dim_tenant", "true", "dim_customer", ["customer_id"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def marts(demo_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """The published release of the demo world."""
    return build_marts(demo_landing)


def columns_by_table(marts: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Columns of every table of the release."""
    rows = marts.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        "where schema_name = 'marts' group by table_name"
    ).fetchall()
    return {name: set(columns) for name, columns in rows}


def joined_rows(
    marts: duckdb.DuckDBPyConnection, child: str, where: str, parent: str, keys: list[str]
) -> tuple[int, int, int]:
    """Rows of the child; how many of them meet no row of the parent; rows after the join."""
    pairs = [(key.split("=")[0], key.split("=")[-1]) for key in keys]
    on = " and ".join(f"child.{ours} = parent.{theirs}" for ours, theirs in pairs)
    return marts.execute(
        f"""
        with rows as (select * from marts.{child} where {where})
        select
            (select count(*) from rows),
            (select count(*) from rows as child anti join marts.{parent} as parent on {on}),
            (select count(*) from rows as child inner join marts.{parent} as parent on {on})
        """
    ).fetchone()


def test_every_row_meets_one_row_of_each_dimension(marts) -> None:
    """No loss, no fan-out; an empty key means that the row speaks of none."""
    tables = columns_by_table(marts)
    joins = 0
    for table, columns in tables.items():
        for ours, dimension, theirs in KEYS:
            if not columns.issuperset(ours) or dimension == table:
                continue
            if (table, dimension) in NOT_IN_THE_STAR:
                continue
            filled = " and ".join(f"{column} is not null" for column in ours)
            keys = [f"{one}={other}" for one, other in zip(ours, theirs, strict=True)]
            rows, lost, joined = joined_rows(marts, table, filled, dimension, keys)
            assert (lost, joined) == (0, rows), (table, dimension)
            joins += 1
    assert joins > 60


def test_every_row_meets_one_row_of_its_parent(marts) -> None:
    """Facts of different grains join without loss or fan-out too."""
    for child, where, parent, keys in PARENTS:
        rows, lost, joined = joined_rows(marts, child, where, parent, keys)
        assert rows > 0, child
        assert (lost, joined) == (0, rows), (child, parent)


def test_all_dimensions_at_once(marts) -> None:
    """A star as BI tools join it, from the fact that has most of them."""
    rows = marts.execute("select count(*) from marts.fct_tenant_contributions").fetchone()
    joined = marts.execute(
        """
        select count(*)
        from marts.fct_tenant_contributions as facts
        inner join marts.dim_partner using (partner_id)
        inner join marts.dim_tenant using (tenant_id)
        inner join marts.dim_customer on dim_customer.customer_id = facts.customer_id
        inner join marts.dim_metric using (metric)
        inner join marts.dim_path using (path)
        inner join marts.dim_rule_version using (solution_area, rule_version)
        inner join marts.dim_date on dim_date.date_day = facts.as_of_month
        """
    ).fetchone()
    assert joined == rows


def test_from_the_dimensions_back(marts) -> None:
    """Every partner is scored, every metric and path of the newest version too, and every tenant
    with usage in the newest windows is in the summary of tenants on each path."""
    lost = marts.execute(
        """
        select
            (select count(*) from marts.dim_partner anti join marts.score_summary
                using (partner_id)),
            (select count(*) from marts.dim_metric anti join marts.fct_metric_scores
                using (metric)),
            (select count(*) from marts.dim_condition anti join marts.fct_customer_eligibility
                using (condition)),
            (
                select count(*)
                from (
                    select distinct partner_id, tenant_id, path
                    from marts.fct_tenant_contributions
                    where is_rule_in_force
                        and as_of_month = (select max(as_of_month) from marts.score_summary)
                ) as shown
                anti join marts.tenant_summary using (partner_id, tenant_id, path)
            )
        """
    ).fetchone()
    assert lost == (0, 0, 0, 0)


def test_summaries_say_what_the_facts_say(marts) -> None:
    """The wide tables repeat the narrow ones, column by column."""
    points = marts.execute(
        """
        select count(*)
        from marts.score_summary as wide
        inner join marts.fct_metric_scores as narrow
            using (partner_id, as_of_month, solution_area, rule_version, path)
        where narrow.points is distinct from case narrow.metric
            when 'net_customer_adds' then wide.net_customer_adds_points
            when 'intermediate_certifications' then wide.intermediate_certifications_points
            when 'deployments' then wide.deployments_points
            when 'usage_growth' then wide.usage_growth_points
        end
        """
    ).fetchone()
    nets = marts.execute(
        """
        select count(*)
        from marts.score_summary as wide
        inner join marts.fct_metric_parts as narrow
            using (partner_id, as_of_month, solution_area, rule_version, path)
        where narrow.net_value is distinct from case narrow.metric || ' ' || narrow.part
            when 'net_customer_adds azure' then wide.net_customer_adds_azure_net_count
            when 'net_customer_adds m365' then wide.net_customer_adds_m365_net_count
            when 'deployments azure' then wide.deployments_azure_net_count
            when 'deployments m365' then wide.deployments_m365_net_count
            when 'usage_growth azure' then wide.usage_growth_azure_net_usd
            when 'usage_growth m365' then wide.usage_growth_m365_net_count
            when 'intermediate_certifications step_1' then wide.certifications_step_1_people_count
            when 'intermediate_certifications step_2' then wide.certifications_step_2_people_count
            when 'intermediate_certifications step_3' then wide.certifications_step_3_people_count
        end
        """
    ).fetchone()
    contributions = marts.execute(
        """
        select count(*), count(*) filter (
            (narrow.contribution, narrow.reason) is distinct from
            case narrow.metric || ' ' || narrow.product_line
                when 'net_customer_adds azure' then (
                    wide.net_customer_adds_azure_contribution_count,
                    wide.net_customer_adds_azure_reason
                )
                when 'net_customer_adds m365' then (
                    wide.net_customer_adds_m365_contribution_count,
                    wide.net_customer_adds_m365_reason
                )
                when 'deployments azure' then (
                    wide.deployments_azure_contribution_count, wide.deployments_azure_reason
                )
                when 'deployments m365' then (
                    wide.deployments_m365_contribution_count, wide.deployments_m365_reason
                )
                when 'usage_growth azure' then (
                    wide.usage_growth_azure_contribution_usd, wide.usage_growth_azure_reason
                )
                when 'usage_growth m365' then (
                    wide.usage_growth_m365_contribution_count, wide.usage_growth_m365_reason
                )
            end
        )
        from marts.tenant_summary as wide
        inner join marts.fct_tenant_contributions as narrow
            using (partner_id, as_of_month, solution_area, rule_version, path, tenant_id)
        """
    ).fetchone()
    assert (points, nets) == ((0,), (0,))
    assert contributions[0] > 1_000
    assert contributions[1] == 0
