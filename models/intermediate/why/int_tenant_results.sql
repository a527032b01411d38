-- One row per explained evaluation, rule (path, metric and part) and tenant: the very results that
-- the score adds up, with the customer, the item that decides and why the tenant adds what it adds.
with results as (
    select
        results.*,
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        rules.unit,
        customers.customer_key,
        items.item as deciding_workload,
        deciding.size_value as current_paid_count,
        deciding.activity_value as current_active_count
    from {{ ref('int_usage_results') }} as results
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('int_tenant_customers') }} as customers using (tenant_key)
    inner join {{ ref('int_asked_rules') }} as asked
        on results.evaluation_key = asked.evaluation_key and results.rule_key = asked.rule_key
    left join {{ ref('int_deciding_items') }} as deciding
        on
            asked.current_end_key = deciding.end_key
            and asked.criteria_key = deciding.criteria_key
            and results.tenant_key = deciding.tenant_key
    left join {{ ref('int_items') }} as items
        on rules.part = items.part and deciding.item_key = items.item_key
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
    results.unit,
    results.is_qualified_current,
    results.is_qualified_baseline,
    results.is_sized_current,
    results.current_value,
    results.baseline_value,
    results.contribution,
    results.deciding_workload,
    results.current_paid_count,
    results.current_active_count,
    {{ contribution_reason() }} as reason
from results
