-- Azure rows of the demo as the delivery knew them. A tenant's month is its monthly amount, shared
-- out over the lines of its mix (the shares of earning lines add up to one) and repeated for each
-- attribution of its style. The wobble changes sign by month: it cancels over a year. Older
-- deliveries knew less of their newest months, and something else of a few lines.
create or replace view azure_rows as
with tenant_months as (
    select
        months.usage_month,
        members.tenant_no,
        members.partner_no,
        members.mix,
        members.style,
        case
            when months.usage_month >= date '2025-11-01' then members.now_usd
            when months.usage_month >= date '2024-11-01' then members.then_usd
            else (members.then_usd * 0.9::decimal(2, 1))::decimal(18, 4)
        end as monthly_usd,
        -- In hundredths: at most two more decimals, so that amounts stay exact.
        100 + if(month(months.usage_month) % 2 = 0, 1, -1) * members.wobble_pct as wobbled_pct,
        months.usage_month > getvariable('as_of_month') - interval 2 month as is_recent,
        draw('restated', members.tenant_no, month(months.usage_month), 9) = 0 as is_restated,
    from members
    inner join months
        on months.usage_month >= coalesce(members.azure_from, date '2000-01-01')
        and months.usage_month <= coalesce(members.azure_until, date '2100-01-01')
),

lines as (
    select
        tenant_months.usage_month,
        tenant_months.tenant_no,
        mixes.line_no,
        mixes.subscription_no,
        mixes.service_no,
        locations.location_no,
        styles.association_no,
        styles.admin_type,
        mixes.offer,
        styles.is_duplicate,
        tenant_months.monthly_usd
        * wobbled_pct::decimal(3, 0) * 0.01::decimal(2, 2)
        * mixes.share::decimal(4, 2)
        * styles.amount_factor::decimal(3, 2) as planned_usd,
        case
            when getvariable('is_newest') then 1
            when
                getvariable('is_faulty') and locations.location_rank = 2
                and tenant_months.usage_month = getvariable('as_of_month')
                then 0.5
            when tenant_months.is_recent then 0.97
            when tenant_months.is_restated then 1.02
            else 1
        end::decimal(3, 2) as known_part,
    from tenant_months
    inner join mixes on tenant_months.mix = mixes.mix
    inner join styles on tenant_months.style = styles.style
    inner join locations
        on tenant_months.partner_no = locations.partner_no
        and styles.location_rank = locations.location_rank
    where tenant_months.monthly_usd != 0
)

select
    usage_month,
    tenant_no,
    subscription_no,
    service_no,
    location_no,
    association_no,
    admin_type,
    offer,
    null::varchar as core_software,
    is_duplicate,
    draw('quantity', tenant_no, service_no, 900) as usage_quantity,
    trim_zeros((planned_usd * known_part)::decimal(28, 10)) as acr_usd,
from lines;
