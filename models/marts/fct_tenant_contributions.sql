with azure as (
    select
        results.*,
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        cast(null as varchar) as deciding_workload,
        cast(null as decimal(28, 10)) as current_paid_count,
        cast(null as decimal(28, 10)) as current_active_count,
        results.current_value as shown_current_value,
        results.baseline_value as shown_baseline_value,
    from {{ ref('int_azure_results') }} as results
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
),

m365 as (
    select
        results.* exclude (test_key),
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        deciding.deciding_workload,
        deciding.current_paid_count,
        deciding.current_active_count,
        case rules.counts when 'tenant' then coalesce(deciding.current_paid_count, 0) else results.current_value end
            as shown_current_value,
        case rules.counts when 'tenant' then coalesce(deciding.baseline_paid_count, 0) else results.baseline_value end
            as shown_baseline_value,
    from {{ ref('int_m365_results') }} as results
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    left join {{ ref('int_m365_deciding') }} as deciding
        on
            results.pair_key = deciding.pair_key
            and results.test_key = deciding.test_key
            and results.tenant_key = deciding.tenant_key
),

results as (
    select * from azure
    union all by name
    select * from m365
)

select
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    results.path,
    results.metric,
    results.part as product_line,
    tenants.tenant_id,
    dim_tenant.customer_id,
    pairs.is_rule_in_force,
    results.is_qualified_current,
    results.is_qualified_baseline,
    results.shown_current_value as current_value,
    results.shown_baseline_value as baseline_value,
    results.deciding_workload,
    results.current_paid_count,
    results.current_active_count,
    results.contribution,
    {{ contribution_reason() }} as reason,
from results
inner join {{ ref('int_scored_pairs') }} as pairs using (pair_key)
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
inner join {{ ref('dim_tenant') }} as dim_tenant on tenants.tenant_id = dim_tenant.tenant_id
where results.contribution <> 0 or pairs.is_newest_month
