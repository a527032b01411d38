-- One row per set of associations in use, tenant and month of EMSUsage: paid seats added up
-- over the tenant's subscriptions, each counted under one attribution, and the largest active
-- figure, never a sum (decisions 6 and 7).
{% set prefixes = ems_workload_prefixes() %}

with attributed as (
    select
        attributions.association_set,
        tenants.tenant_key,
        usage.usage_month,
        usage.subscription_id,
        attributions.attribution_rank,
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
    where usage.is_paid_sku
    group by all
),

ranked as (
    select
        *,
        min(attribution_rank) over (
            partition by association_set, tenant_key, usage_month, subscription_id
        ) as first_rank,
    from attributed
)

select
    association_set,
    tenant_key,
    usage_month,
    {% for prefix in prefixes %}
        sum({{ prefix }}_paid_count) as {{ prefix }}_paid_count,
        max({{ prefix }}_active_count) as {{ prefix }}_active_count,
    {% endfor %}
from ranked
where attribution_rank = first_rank
group by association_set, tenant_key, usage_month
