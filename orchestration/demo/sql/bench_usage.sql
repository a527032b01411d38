-- Usage of the benchmark, set-wise: tenant-months first, then each expanded into its rows.
-- Together they have exactly usage_lines rows; months come in order, tenants shuffled. The small
-- row groups of `cells` let DuckDB expand them on every core and keep the order.
create or replace table cells.cells as
select
    months.usage_month,
    tenants.tenant_no,
    getvariable('usage_lines')::bigint * (cell_no + 1) // cell_count
    - getvariable('usage_lines')::bigint * cell_no // cell_count as row_count,
    -- One security line's usual amount, in hundred-millionths of a dollar.
    if(
        months_since < tenants.customer_since,
        0,
        tenants.monthly_usd * (1 + tenants.growth_pct * months_since / 2400) * 1e8
        / greatest(1, 0.35 * getvariable('usage_lines') / cell_count)
    )::bigint as line_amount,
from (
    select
        usage_month,
        row_number() over (order by usage_month) - 1 as month_no,
        datediff('month', date '2024-11-01', usage_month) as months_since,
    from months
) as months
cross join (
    select
        tenants.*,
        row_number() over (order by hash(tenant_no)) - 1 as shuffled_no,
    from tenants
) as tenants
cross join lateral (
    select
        getvariable('tenant_count')::bigint * getvariable('months_in_extract') as cell_count,
        months.month_no * getvariable('tenant_count')::bigint + tenants.shuffled_no as cell_no,
) as numbers
order by cell_no;

create or replace view azure_rows as
with slots as (
    select
        *,
        unnest(range(row_count)) as slot_no,
    from cells.cells
),

-- A third of the pairs of slots is one usage line with two attributions, which makes a fifth of all
-- lines. What a line is does not change from month to month.
lines as (
    select
        *,
        slot_no % 2 = 1 and hash(tenant_no, slot_no // 2) % 3 = 0 as is_repeat,
        hash(getvariable('seed'), tenant_no, if(is_repeat, slot_no - 1, slot_no)) as line_draw,
        hash(line_draw, usage_month) as month_draw,
        line_draw % 200 as service_draw,
        line_draw // 4096 % 100 as association_draw,
        line_draw // 1048576 % 100 as offer_draw,
    from slots
),

attributed as (
    select
        *,
        case
            when association_draw < 45 then 1
            when association_draw < 70 then 2
            when association_draw < 92 then 3
            else 4
        end as first_association_no,
        if(is_repeat, first_association_no % 4 + 1, first_association_no) as association_no,
    from lines
)

select
    usage_month,
    tenant_no,
    (1 + line_draw // 1024 % 3)::integer as subscription_no,
    -- Numbers of data/services.csv: a third is security, from 13 on nothing is.
    case
        when service_draw < 64 then 1 + service_draw % 8
        when service_draw < 66 then 9
        when service_draw < 68 then 10
        when service_draw < 69 then 11
        when service_draw < 70 then 12
        else 13 + service_draw % 8
    end::integer as service_no,
    if(is_repeat, 1 + (tenant_no + 7) % 20, 1 + tenant_no % 20) as location_no,
    association_no,
    case
        when association_no != 1 then null
        when line_draw % 3 = 0 then 'Owner'
        when line_draw % 3 = 1 then 'Contributor'
        else 'Reader'
    end as admin_type,
    case
        when offer_draw < 2 then 'Support'
        when offer_draw < 4 then 'Free Trial'
        when offer_draw < 60 then 'Pay-As-You-Go'
    end as offer,
    -- A tenant has many lines of one service; an export tells them apart.
    'core ' || if(is_repeat, slot_no - 1, slot_no) as core_software,
    if(is_repeat, '1', '0') as is_duplicate,
    month_draw % 1000 as usage_quantity,
    (
        (
            line_amount
            * (50 + month_draw % 100)::bigint // 100
            -- Credits.
            * if(month_draw // 1024 % 100 = 0, -20, 100) // 100
            -- Attributions of one line that differ in amount.
            * if(is_repeat and month_draw // 4096 % 50 = 0, 97, 100) // 100
            * case
                when usage_month = getvariable('as_of_month') then 98
                when hash(month_draw, getvariable('as_of_month')) % 40 = 0 then 101
                else 100
            end // 100
        )::decimal(18, 0)
        * 0.00000001::decimal(8, 8)
    )::decimal(18, 8) as acr_usd,
from attributed;
