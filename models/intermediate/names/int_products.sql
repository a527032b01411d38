-- One row per product as the usage datasets spell it (service levels and offer of AzureUsage, a
-- workload of the others): which product and offer that is, null where no alias fits.
with service_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        service
    from {{ ref('service_names') }}
),

offer_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        offer
    from {{ ref('offer_names') }}
),

services as (
    select distinct
        product_key,
        service_level2,
        service_level3,
        service_level4,
        ai_offer_type
    from {{ ref('int_azure_texts') }}
),

workloads as (
    select distinct
        product_key,
        workload_key
    from {{ ref('int_seat_texts') }}
    where workload_key is not null
)

select
    services.product_key,
    coalesce(level4.service, level3.service, level2.service) as product,
    offer_names.offer,
    concat_ws(
        ' / ',
        {{ as_text('services.service_level2') }},
        {{ as_text('services.service_level3') }},
        {{ as_text('services.service_level4') }}
    ) as spelling,
    {{ as_key('services.ai_offer_type') }} as offer_key
from services
left join service_names as level4
    on {{ as_key('services.service_level4') }} = level4.alias_key
left join service_names as level3
    on {{ as_key('services.service_level3') }} = level3.alias_key
left join service_names as level2
    on {{ as_key('services.service_level2') }} = level2.alias_key
left join offer_names
    on {{ as_key('services.ai_offer_type') }} = offer_names.alias_key
union all
select
    workloads.product_key,
    names.workload as product,
    cast(null as varchar) as offer,
    workloads.workload_key as spelling,
    cast(null as varchar) as offer_key
from workloads
left join {{ ref('int_workload_names') }} as names using (workload_key)
