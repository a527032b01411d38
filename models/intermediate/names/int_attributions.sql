-- One row per attribution (association, admin role and location) as the usage datasets spell it:
-- which association that is, null where no alias fits. Whether it earns is asked later.
with attributions as (
    select distinct
        attribution_key,
        {{ as_key('partner_attribution_type') }} as association_key,
        {{ as_text('partner_attribution_type') }} as association_text,
        {{ as_text('admin_type') }} as admin_type,
        location_id
    from {{ ref('int_azure_texts') }}
    union
    select
        attribution_key,
        association_key,
        association_key as association_text,
        cast(null as varchar) as admin_type,
        location_id
    from {{ ref('int_seat_texts') }}
)

select
    attributions.*,
    names.name as association,
    dense_rank() over (order by names.name) as association_number
from attributions
left join {{ ref('int_names') }} as names
    on names.kind = 'association' and attributions.association_key = names.spelling_key
