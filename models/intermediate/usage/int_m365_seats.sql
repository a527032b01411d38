-- One row per set of associations in use, tenant, workload and month: paid and active licences.
-- Seats that CPORM365Usage reports are the seats of EMSUsage, and several claims on a workload
-- report the same seats: the larger figure stands (decisions 6 and 7).
{{ config(materialized='view') }}

with figures as (
    {% for prefix in ems_workload_prefixes() %}
        select
            association_set,
            tenant_key,
            usage_month,
            '{{ prefix }}' as workload_key,
            {{ prefix }}_paid_count as paid_count,
            {{ prefix }}_active_count as active_count,
        from {{ ref('int_ems_seats') }}
        where {{ prefix }}_paid_count is not null or {{ prefix }}_active_count is not null
        union all
    {% endfor %}
    select
        attributions.association_set,
        tenants.tenant_key,
        usage.usage_month,
        usage.workload_key,
        usage.paid_count,
        usage.active_count,
    from {{ ref('int_evaluated_cpor_m365_usage') }} as usage
    inner join {{ ref('int_m365_attributions') }} as attributions
        on
            usage.association_key = attributions.association_key
            and usage.location_id = attributions.location_id
    inner join {{ ref('int_evaluated_tenants') }} as tenants
        on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
)

select
    figures.association_set,
    figures.tenant_key,
    workload_names.workload,
    figures.usage_month,
    cast(coalesce(max(figures.paid_count), 0) as decimal(13, 4)) as paid_count,
    cast(coalesce(max(figures.active_count), 0) as decimal(13, 4)) as active_count,
from figures
inner join {{ ref('int_workload_names') }} as workload_names using (workload_key)
group by figures.association_set, figures.tenant_key, workload_names.workload, figures.usage_month
