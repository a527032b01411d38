-- Seats of the benchmark: three tenants in five have subscriptions, one in five claims, some both;
-- every fifth subscription is attributed twice, and one tenant in five has a second one.
create or replace view seat_rows as
with held as (
    select
        months.usage_month,
        tenants.tenant_no,
        tenants.seat_draw,
        1 + tenants.seat_draw % 4 as sku_no,
        datediff('month', date '2024-11-01', months.usage_month) as months_since,
        if(
            months_since < tenants.customer_since,
            0,
            tenants.seats * (2400 + tenants.growth_pct * months_since) // 2400
        ) as seats,
        draw('active', tenants.tenant_no, month(months.usage_month) // 4, 91) as active_pct,
    from tenants
    cross join months
    where tenants.seat_draw < 75
),

parts as (
    select
        *,
        unnest(
            case
                when seat_draw < 55 and seat_draw % 5 = 0 then [1, 2, 3]
                when seat_draw < 55 and seat_draw % 5 = 1 then [1, 2]
                when seat_draw < 55 then [1]
                when seat_draw < 60 then [1, 4]
                else [4]
            end
        ) as part_no,
    from held
)

-- Part 1 is a subscription, 2 the same one attributed again, 3 another one, 4 a claim.
select
    usage_month,
    tenant_no,
    if(part_no = 3, 2, 1) as subscription_no,
    sku_no,
    if(part_no = 2, 1 + (tenant_no + 7) % 20, 1 + tenant_no % 20) as location_no,
    case
        when part_no = 4 then 5
        when part_no = 2 then if(seat_draw % 2 = 0, 5, 4)
        when seat_draw % 3 = 0 then 3
        else 2
    end as association_no,
    part_no = 4 as is_claim,
    if(part_no = 2, '1', '0') as is_duplicate,
    seats as paid,
    seats * active_pct // 100 as active,
from parts
where seats > 0;
