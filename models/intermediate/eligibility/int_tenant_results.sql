-- One row per reported evaluation, rule (path, metric and part) and tenant: the very results that the
-- score adds up, with the customer, the workload that decides and why the tenant adds what it
-- adds.
with results as (
    select
        results.*,
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        customers.customer_key,
        deciding.deciding_workload,
        deciding.current_paid_count,
        deciding.current_active_count,
    from {{ ref('int_usage_results') }} as results
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('int_tenant_customers') }} as customers using (tenant_key)
    left join {{ ref('int_m365_deciding') }} as deciding
        on
            results.evaluation_key = deciding.evaluation_key
            and results.test_key = deciding.test_key
            and results.tenant_key = deciding.tenant_key
)

select
    results.evaluation_key,
    results.rule_key,
    results.tenant_key,
    results.customer_key,
    results.path,
    results.metric,
    results.part,
    results.counts,
    results.is_qualified_current,
    results.is_qualified_baseline,
    results.is_sized_current,
    results.current_value,
    results.baseline_value,
    results.contribution,
    results.deciding_workload,
    results.current_paid_count,
    results.current_active_count,
    {{ contribution_reason() }} as reason,
from results
