-- One row per tenant, month, subscription of EMSUsage and attribution of it that may count: the
-- first by rank is counted, the others report the same seats once more.
{% set prefixes = ems_workload_prefixes() %}

with blind_files as (
    select distinct file_id,
    from {{ ref('int_blind_workloads') }}
),

attributed as (
    select
        tenants.tenant_key,
        usage.usage_month,
        usage.subscription_id,
        attributions.attribution_rank,
        count(*) as records_count,
        min({{ record_key('usage') }}) as first_record_key,
        bool_or(blind_files.file_id is not null) as is_blind,
        {% for prefix in prefixes %}
            coalesce(sum(usage.{{ prefix }}_paid_count), 0) as {{ prefix }}_paid_count,
        {% endfor %}
    from {{ ref('stg_ems_usage') }} as usage
    inner join {{ ref('int_m365_attributions') }} as attributions
        on
            usage.association_key = attributions.association_key
            and usage.location_id = attributions.location_id
    inner join {{ ref('int_accounting_bases') }} as bases
        on
            attributions.association_set = bases.association_set
            and bases.product_line = 'm365'
    inner join {{ ref('int_tenants') }} as tenants
        on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
    left join blind_files on usage.file_id = blind_files.file_id
    where usage.is_paid_sku
    group by
        tenants.tenant_key, usage.usage_month, usage.subscription_id, attributions.attribution_rank
)

select
    *,
    {% for prefix in prefixes %}
        {{ prefix }}_paid_count {{ '+' if not loop.last else 'as seats_count,' }}
    {% endfor %}
    attribution_rank = min(attribution_rank) over subscription as is_kept,
    {% for prefix in prefixes %}
        min({{ prefix }}_paid_count) over subscription
        < max({{ prefix }}_paid_count) over subscription {{ 'or' if not loop.last }}
    {% endfor %} as has_differing_amounts,
from attributed
window subscription as (partition by tenant_key, usage_month, subscription_id)
