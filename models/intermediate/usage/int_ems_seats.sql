-- One row per set of associations in use, tenant and month of EMSUsage: paid seats added up
-- over the tenant's subscriptions, each counted under one attribution, and the largest active
-- figure, never a sum (decisions 6 and 7).
{% set prefixes = ems_workload_prefixes() %}

select
    association_set,
    tenant_key,
    usage_month,
    {% for prefix in prefixes %}
        sum({{ prefix }}_paid_count) as {{ prefix }}_paid_count,
        max({{ prefix }}_active_count) as {{ prefix }}_active_count,
    {% endfor %}
from {{ ref('int_ems_lines') }}
where is_kept
group by association_set, tenant_key, usage_month
