-- Seats of the demo. Large tenants split their seats over two subscriptions, every ninth has a free
-- SKU beside the paid one; a claim speaks of the tenant as a whole.
create or replace view seat_rows as
with held as (
    select
        months.usage_month,
        members.tenant_no,
        members.partner_no,
        members.sku_no,
        members.seat_style,
        case
            when months.usage_month >= members.seats_from then members.active_now_pct
            else members.active_then_pct
        end as active_pct,
        case
            when months.usage_month >= members.seats_from then members.seats_now
            else members.seats_then
        end as cohort_seats,
        cohort_seats + members.seats_offset as seats,
    from members
    cross join months
    where members.sku_no is not null and cohort_seats > 0
),

attributed as (
    select
        held.*,
        locations.location_no,
        styles.association_no,
        styles.is_duplicate,
        associations.association = 'CPOR' as is_claim,
        case
            when is_claim then [1]
            when seats >= 600 and held.tenant_no % 9 = 0 then [1, 2, 3]
            when seats >= 600 then [1, 2]
            when held.tenant_no % 9 = 0 then [1, 3]
            else [1]
        end as subscription_nos,
    from held
    inner join styles on held.seat_style = styles.style
    inner join associations on styles.association_no = associations.association_no
    inner join locations
        on held.partner_no = locations.partner_no
        and styles.location_rank = locations.location_rank
),

parts as (
    select
        * exclude (subscription_nos),
        unnest(subscription_nos) as subscription_no,
    from attributed
)

select
    usage_month,
    tenant_no,
    subscription_no,
    if(subscription_no = 3, 5, sku_no) as sku_no,
    location_no,
    association_no,
    is_claim,
    is_duplicate,
    case
        when is_claim or subscription_no = 3 or seats < 600 then seats
        when subscription_no = 1 then seats - seats // 3
        else seats // 3
    end as paid,
    paid * active_pct // 100 as active,
from parts;
