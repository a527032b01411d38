with shown_evaluations as (
    select
        evaluation_key,
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        is_rule_in_force,
        is_newest_month,
    from {{ ref('int_scored_evaluations') }}
),

tenants as (
    select
        tenants.tenant_key,
        tenants.tenant_id,
        dim_tenant.customer_id,
    from {{ ref('int_tenants') }} as tenants
    inner join {{ ref('dim_tenant') }} as dim_tenant on tenants.tenant_id = dim_tenant.tenant_id
),

results as (
    select
        results.*,
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        deciding.deciding_workload,
        cast(deciding.current_paid_count as decimal(28, 10)) as current_paid_count,
        cast(deciding.current_active_count as decimal(28, 10)) as current_active_count,
        -- A tenant counted on Microsoft 365 shows the licences that decided, all else the value.
        rules.counts = 'tenant' and rules.part = 'm365' as shows_licences,
        cast(deciding.baseline_paid_count as decimal(28, 10)) as baseline_paid_count,
    from {{ ref('int_usage_results') }} as results
    inner join shown_evaluations using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    left join {{ ref('int_m365_deciding') }} as deciding
        on
            results.evaluation_key = deciding.evaluation_key
            and results.test_key = deciding.test_key
            and results.tenant_key = deciding.tenant_key
    where results.contribution <> 0 or shown_evaluations.is_newest_month
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    results.path,
    results.metric,
    results.part as product_line,
    tenants.tenant_id,
    tenants.customer_id,
    evaluations.is_rule_in_force,
    results.is_qualified_current,
    results.is_qualified_baseline,
    case
        when results.shows_licences then coalesce(results.current_paid_count, 0)
        else results.current_value
    end as current_value,
    case
        when results.shows_licences then coalesce(results.baseline_paid_count, 0)
        else results.baseline_value
    end as baseline_value,
    results.deciding_workload,
    results.current_paid_count,
    results.current_active_count,
    results.contribution,
    {{ contribution_reason() }} as reason,
from results
inner join shown_evaluations as evaluations using (evaluation_key)
inner join tenants using (tenant_key)
