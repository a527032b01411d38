-- The demo's tenants: the cohorts of data/cohorts.csv, with the tenants of each counted out.
-- Members of a cohort share a story; their own offset enters both years, and swings come in pairs
-- that cancel, so that a cohort's sums are known whatever the seed is.
create or replace table members as
with numbered as (
    select
        cohorts.*,
        cohort_sizes.tenants as size,
        dense_rank() over (order by cohorts.partner_no, cohorts.cohort) as cohort_no,
        unnest(range(cohort_sizes.tenants)) as member_no,
    from cohorts
    inner join cohort_sizes
        on cohorts.partner_no = cohort_sizes.partner_no and cohorts.cohort = cohort_sizes.cohort
),

drawn as (
    select
        numbered.*,
        draw('usd', cohort_no, member_no // 2, coalesce(azure_spread_usd, 0) + 1) as spread_usd,
        draw('swing', cohort_no, member_no // 2, coalesce(azure_swing_pct, 0) + 1) as swing_pct,
        draw('seats', cohort_no, member_no, coalesce(seats_spread, 0) + 1) as seats_offset,
        draw('wobble', cohort_no, member_no, 10) as wobble_pct,
        -- An odd one out at the end has no partner to cancel with.
        case
            when member_no = size - 1 and size % 2 = 1 then 0
            when member_no % 2 = 0 then 1
            else -1
        end as swing_sign,
    from numbered
)

select
    row_number() over (order by cohort_no, member_no)::integer as tenant_no,
    partner_no,
    cohort,
    segment,
    mix,
    style,
    azure_from,
    azure_until,
    sku_no,
    seat_style,
    seats_from,
    seats_then,
    seats_now,
    seats_offset,
    active_then_pct,
    active_now_pct,
    wobble_pct,
    if(azure_then_usd > 0, azure_then_usd::decimal(9, 2) + spread_usd, 0)::decimal(18, 4)
        as then_usd,
    (
        if(azure_now_usd > 0, azure_now_usd::decimal(9, 2) + spread_usd, 0)::decimal(14, 2)
        * (100 + swing_sign * swing_pct)::decimal(4, 0) * 0.01::decimal(2, 2)
    )::decimal(18, 4) as now_usd,
from drawn;

create or replace table tenants as
select
    tenant_no,
    partner_no,
    if(cohort = 'without_tenant', 'UNKNOWN', made_guid('tenant', tenant_no, 0)) as tenant_id,
    made_company(tenant_no) as customer_name,
    'tenant' || tenant_no as tenant_name,
    -- Now and then two tenants belong to one customer.
    (40000000 + if(tenant_no % 12 = 0, tenant_no - 1, tenant_no))::varchar as customer_tpid,
    segment,
    made_industry(tenant_no) as industry,
from members
order by tenant_no;
