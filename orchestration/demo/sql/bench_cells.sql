-- One row per tenant and month of the delivery, months in order and tenants shuffled, with the rows
-- the pair gets: all cells together have exactly usage_lines rows. Small row groups let DuckDB
-- expand them on all cores.
create or replace table cells.cells as
select
    month_no::integer as month_no,
    months.usage_month,
    tenants.tenant_no,
    (getvariable('usage_lines') * (cell_no + 1)) // cell_count
    - (getvariable('usage_lines') * cell_no) // cell_count as row_count,
    -- Whole units of a ten-thousandth of a cent: fast, and the same on every machine.
    if(
        months_since_start < tenants.first_month_no,
        0,
        tenants.monthly_milli_usd * 10000
        * (1000 + tenants.growth_permille * months_since_start / 24) / 1000
        / greatest(1, 0.35 * getvariable('usage_lines') / cell_count)
    )::bigint as line_amount,
from (
    select
        usage_month,
        row_number() over (order by usage_month) - 1 as month_no,
        datediff('month', date '2023-12-01', usage_month) as months_since_start,
    from months
) as months
cross join (
    select
        tenants.*,
        row_number() over (order by hash(tenant_no)) - 1 as shuffled_no,
        count(*) over () as tenant_count,
    from tenants
) as tenants
cross join lateral (
    select
        tenant_count * getvariable('months_in_extract') as cell_count,
        month_no * tenant_count + shuffled_no as cell_no,
) as numbers
order by cell_no;
