"""The Customer Eligibility report as the page holds it: a list of customers, and rows in chunks.

Belongs here: the queries of the report and how its rows are cut. Does not belong here: packing
(blocks.py), and what any row says (the marts).

A distributor's report has a million rows. So a partner's customers stand in one block, what each
comes to on a path in one per path, and the rows of the conditions and tenants in chunks, of which
the browser opens only the one that someone asks for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import duckdb

from orchestration.publish.page.shared_queries import IN_FORCE_NOW, NEWEST

#: Customers whose rows lie in one block.
CUSTOMERS_PER_CHUNK = 200
#: Chunks that DuckDB is asked for at once: the texts of all would fill the memory.
_CHUNKS_AT_ONCE = 16
_ROWS_AT_ONCE = 5000


def _shortest(figure: str) -> str:
    """SQL of an exact figure as text, without the zeros behind."""
    return f"rtrim(rtrim(cast({figure} as varchar), '0'), '.')"


#: The newest month's report, customers in the order of the page: by name.
_PREPARE = f"""
    create or replace temp table page_customers as
    with placed as (
        select
            partner_id,
            solution_area,
            customer_id,
            customer_name,
            segment,
            market,
            row_number() over (
                partition by partner_id, solution_area order by lower(customer_name), customer_id
            ) - 1 as place
        from (
            select distinct partner_id, solution_area, customer_id
            from marts.fct_customer_eligibility
            where as_of_month = {NEWEST}
        )
        inner join marts.dim_customer using (customer_id)
    )

    select
        *,
        (
            dense_rank() over (
                order by partner_id, solution_area, place // {CUSTOMERS_PER_CHUNK}
            ) - 1
        ) // {_CHUNKS_AT_ONCE} as batch
    from placed;

    create or replace temp table page_tenants as
    select distinct
        facts.partner_id, facts.solution_area, facts.customer_id, facts.tenant_id,
        tenants.tenant_name
    from marts.fct_tenant_contributions as facts
    inner join marts.dim_tenant as tenants using (tenant_id)
    where {IN_FORCE_NOW};

    -- What each tenant adds, as a list in JSON: the marts are read once and not for each batch.
    create or replace temp table page_contributions as
    select
        facts.partner_id,
        facts.solution_area,
        facts.path,
        customers.place,
        customers.batch,
        facts.tenant_id,
        metrics.display_order,
        facts.product_line,
        cast(to_json([
            facts.tenant_id,
            facts.metric,
            facts.product_line,
            {_shortest("facts.current_value")},
            {_shortest("facts.baseline_value")},
            {_shortest("facts.contribution")},
            facts.reason,
            facts.deciding_workload
        ]) as varchar) as text
    from marts.fct_tenant_contributions as facts
    inner join marts.dim_metric as metrics using (metric)
    inner join page_customers as customers using (partner_id, solution_area, customer_id)
    where {IN_FORCE_NOW};

    create or replace temp table page_criteria as
    select
        *,
        row_number() over (partition by solution_area order by path, condition_order, criteria) - 1
            as criteria_number
    from (
        select distinct solution_area, path, condition_order, criteria
        from marts.fct_customer_eligibility
        where as_of_month = {NEWEST}
    )
"""

_CRITERIA = """
    select solution_area, list(criteria order by criteria_number) as criteria
    from page_criteria
    group by solution_area
"""

_CONDITIONS = f"""
    select conditions.solution_area, conditions.condition, conditions.label,
        conditions.parent_condition, conditions.kind, conditions.product_line, conditions.metric,
        metrics.label as metric_label
    from marts.dim_condition as conditions
    left join marts.dim_metric as metrics using (metric)
    where (conditions.solution_area, conditions.condition) in (
        select (solution_area, condition)
        from marts.fct_customer_eligibility
        where as_of_month = {NEWEST}
    )
    order by conditions.solution_area, conditions.condition_order
"""

_CUSTOMERS = """
    select
        customers.partner_id,
        customers.solution_area,
        customers.customer_name,
        customers.customer_id,
        customers.segment,
        customers.market,
        coalesce(
            list(
                [tenants.tenant_name, tenants.tenant_id]
                order by lower(tenants.tenant_name), tenants.tenant_id
            ) filter (tenants.tenant_id is not null),
            []
        ) as tenants
    from page_customers as customers
    left join page_tenants as tenants using (partner_id, solution_area, customer_id)
    group by
        customers.partner_id, customers.solution_area, customers.customer_name,
        customers.customer_id, customers.segment, customers.market, customers.place
    order by customers.partner_id, customers.solution_area, customers.place
"""

#: Per customer and path: whether each condition is met, as binary digits, the first condition last,
#: and what each result adds, as exact text.
_RESULTS = f"""
    select
        rows.partner_id,
        rows.solution_area,
        rows.path,
        string_agg(if(rows.status = 'Met', '1', '0'), '' order by rows.condition_order desc) as met,
        list(
            {_shortest("rows.net_value")} order by rows.condition_order
        ) filter (rows.net_value is not null) as nets
    from marts.fct_customer_eligibility as rows
    inner join page_customers as customers using (partner_id, solution_area, customer_id)
    where rows.as_of_month = {NEWEST}
    group by rows.partner_id, rows.solution_area, rows.path, customers.place
    order by rows.partner_id, rows.solution_area, rows.path, customers.place
"""

_BATCHES = "select distinct batch from page_customers order by batch"

#: The same rows in full, one JSON text a customer: each a list by condition, or by tenant row.
_ROWS = f"""
    with conditions as (
        select
            rows.partner_id,
            rows.solution_area,
            rows.path,
            customers.place,
            to_json({{
                'criteria': list(criteria.criteria_number order by rows.condition_order),
                'current_status': list(rows.current_status order by rows.condition_order),
                'details': list(rows.details order by rows.condition_order)
            }}) as conditions
        from marts.fct_customer_eligibility as rows
        inner join page_customers as customers using (partner_id, solution_area, customer_id)
        inner join page_criteria as criteria
            using (solution_area, path, condition_order, criteria)
        where rows.as_of_month = {NEWEST} and customers.batch = $batch
        group by all
    ),

    tenants as (
        select
            partner_id,
            solution_area,
            path,
            place,
            '[' || string_agg(text, ',' order by tenant_id, display_order, product_line) || ']'
                as tenants
        from page_contributions
        where batch = $batch
        group by all
    )

    select
        conditions.partner_id,
        conditions.solution_area,
        conditions.path,
        conditions.place,
        cast(conditions.conditions as varchar) as conditions,
        coalesce(tenants.tenants, '[]') as tenants
    from conditions
    left join tenants using (partner_id, solution_area, path, place)
    order by
        conditions.partner_id, conditions.solution_area, conditions.path, conditions.place
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, dict[str, list]]]:
    """Number the customers for the queries of this module; per area what all reports share."""
    connection.execute(_PREPARE)
    criteria = dict(connection.execute(_CRITERIA).fetchall())
    cursor = connection.execute(_CONDITIONS)
    names = [column[0] for column in cursor.description or ()][1:]
    for area, group in itertools.groupby(cursor.fetchall(), key=lambda row: row[0]):
        yield (
            area,
            {
                "conditions": [dict(zip(names, row[1:], strict=True)) for row in group],
                "criteria": criteria[area],
                "customers_per_chunk": [CUSTOMERS_PER_CHUNK],
            },
        )


def customers(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, dict]]:
    """Per partner and area the customers by column; tenants are name and id in turn."""
    rows = _stream(connection.execute(_CUSTOMERS))
    for (partner_id, area), group in itertools.groupby(rows, key=lambda row: row[:2]):
        _, _, names, ids, segments, markets, tenants = zip(*group, strict=True)
        yield (
            partner_id,
            area,
            {
                "name": names,
                "id": ids,
                "segment": segments,
                "market": markets,
                "tenants": [list(itertools.chain(*pairs)) for pairs in tenants],
            },
        )


def results(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str, dict]]:
    """Per partner, area and path, as the customers are: conditions met as bits, and nets."""
    rows = _stream(connection.execute(_RESULTS))
    for (partner_id, area, path), group in itertools.groupby(rows, key=lambda row: row[:3]):
        *_, met, nets = zip(*group, strict=True)
        yield (
            partner_id,
            area,
            path,
            {
                "met": [int(digits, 2) for digits in met],
                "nets": list(zip(*nets, strict=True)),
            },
        )


def chunks(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str, int, str]]:
    """Per partner, area, path and chunk of customers the rows as JSON, a pair of lists each."""
    for batch in connection.execute(_BATCHES).fetchall():
        rows = _stream(connection.execute(_ROWS, {"batch": batch[0]}))
        keyed = itertools.groupby(rows, key=lambda row: (*row[:3], row[3] // CUSTOMERS_PER_CHUNK))
        for (partner_id, area, path, number), group in keyed:
            texts = ",".join(f"[{conditions},{tenants}]" for *_, conditions, tenants in group)
            yield partner_id, area, path, number, f"[{texts}]"


def _stream(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple]:
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from rows
