-- One row per record of CPORM365Usage that is the truth: why it earns nothing whatever else is
-- reported, or no reason where its seats may count.
select
    usage.partner_id,
    usage.usage_month,
    tenants.tenant_key,
    workloads.name as workload,
    {{ record_key('usage') }} as record_key,
    coalesce(usage.paid_count, 0) as paid_count,
    case
        when workloads.name is null then 'unknown_workload'
        when not workloads.is_eligible then 'workload_not_eligible'
        when associations.name is null then 'unknown_association'
        when not associations.is_eligible then 'association_not_eligible'
        when usage.tenant_id is null then 'no_tenant'
    end as reason,
    case
        when workloads.name is null then coalesce(usage.workload_key, '(empty)')
        when not workloads.is_eligible then workloads.name
        when associations.name is null then coalesce(usage.association_key, '(empty)')
        when not associations.is_eligible then associations.name
        when usage.tenant_id is null then '(empty)'
    end as name,
from {{ ref('stg_cpor_m365_usage') }} as usage
left join {{ ref('int_m365_names') }} as workloads
    on usage.workload_key = workloads.name_key and workloads.kind = 'workload'
left join {{ ref('int_m365_names') }} as associations
    on usage.association_key = associations.name_key and associations.kind = 'association'
left join {{ ref('int_tenants') }} as tenants
    on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
