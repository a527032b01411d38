-- One row per workload, association and location as EMSUsage and CPORM365Usage spell them together.
with texts as (
    select
        workload_key,
        association_key,
        location_id
    from {{ ref('stg_ems_usage') }}
    union
    select
        workload_key,
        association_key,
        location_id
    from {{ ref('stg_cpor_m365_usage') }}
)

select
    {{ seat_product_key('texts') }} as product_key,
    {{ seat_attribution_key('texts') }} as attribution_key,
    *
from texts
