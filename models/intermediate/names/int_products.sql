-- One row per product as the usage datasets spell it (service levels and offer of AzureUsage, a
-- workload of the others): which product and offer that is, null where no alias fits, and which
-- service by its own name, without aliases.
with services as (
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
    coalesce(level4.name, level3.name, level2.name) as product,
    offers.name as offer,
    concat_ws(
        ' / ',
        {{ as_text('services.service_level2') }},
        {{ as_text('services.service_level3') }},
        {{ as_text('services.service_level4') }}
    ) as spelling,
    {{ as_key('services.ai_offer_type') }} as offer_key,
    {{ service_key('services.service_level2') }} as service_key,
    min({{ as_text('services.service_level2') }}) over (
        partition by {{ service_key('services.service_level2') }}
    ) as service
from services
{% for level in ['level4', 'level3', 'level2'] %}
    left join {{ ref('int_names') }} as {{ level }}
        on
            {{ level }}.kind = 'service'
            and {{ as_key('services.service_' ~ level) }} = {{ level }}.spelling_key
{% endfor %}
left join {{ ref('int_names') }} as offers
    on offers.kind = 'offer' and {{ as_key('services.ai_offer_type') }} = offers.spelling_key
union all
select
    workloads.product_key,
    names.name as product,
    cast(null as varchar) as offer,
    workloads.workload_key as spelling,
    cast(null as varchar) as offer_key,
    cast(null as varchar) as service_key,
    cast(null as varchar) as service
from workloads
left join {{ ref('int_names') }} as names
    on names.kind = 'workload' and workloads.workload_key = names.spelling_key
