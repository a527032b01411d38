-- One row per set of associations in use, tenant, month, subscription of EMSUsage and attribution
-- of it: a subscription is repeated for each location and association. Rows of free licences, or
-- whose association earns nothing, are gone from here on (fct_usage_accounting counts them).
{% set prefixes = ems_workload_prefixes() %}

with blind_files as (
    select distinct file_id,
    from {{ ref('int_blind_workloads') }}
),

attributed as (
    select
        attributions.association_set,
        tenants.tenant_key,
        usage.usage_month,
        usage.subscription_id,
        attributions.attribution_rank,
        count(*) as records_count,
        min({{ record_key('usage') }}) as first_record_key,
        bool_or(blind_files.file_id is not null) as is_blind,
        {% for prefix in prefixes %}
            sum(usage.{{ prefix }}_paid_count) as {{ prefix }}_paid_count,
            max(usage.{{ prefix }}_active_count) as {{ prefix }}_active_count,
        {% endfor %}
    from {{ ref('int_evaluated_ems_usage') }} as usage
    inner join {{ ref('int_m365_attributions') }} as attributions
        on
            usage.association_key = attributions.association_key
            and usage.location_id = attributions.location_id
    inner join {{ ref('int_evaluated_tenants') }} as tenants
        on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
    left join blind_files on usage.file_id = blind_files.file_id
    where usage.is_paid_sku
    group by
        attributions.association_set, tenants.tenant_key, usage.usage_month, usage.subscription_id,
        attributions.attribution_rank
)

select
    *,
    attribution_rank = min(attribution_rank) over subscription as is_kept,
    count(*) over subscription as attributions_count,
from attributed
window subscription as (
    partition by association_set, tenant_key, usage_month, subscription_id
)
