with shown_evaluations as (
    select
        evaluation_key,
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        is_rule_in_force,
        is_newest_month
    from {{ ref('int_scored_evaluations') }}
),

tenants as (
    select
        tenants.tenant_key,
        tenants.tenant_id,
        dim_tenant.customer_id
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
        items.item as deciding_workload,
        current_items.size_value as current_paid_count,
        current_items.activity_value as current_active_count,
        baseline_items.size_value as baseline_paid_count,
        -- A tenant counted on the licences of an item shows those of the one that decided, all else
        -- the value.
        rules.counts = 'tenant' and rules.is_of_items as shows_licences
    from {{ ref('int_usage_results') }} as results
    inner join shown_evaluations using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('int_asked_rules') }} as asked
        on results.evaluation_key = asked.evaluation_key and results.rule_key = asked.rule_key
    {% for window in ['current', 'baseline'] %}
        left join {{ ref('int_deciding_items') }} as {{ window }}_items
            on
                asked.{{ window }}_end_key = {{ window }}_items.end_key
                and asked.criteria_key = {{ window }}_items.criteria_key
                and results.tenant_key = {{ window }}_items.tenant_key
    {% endfor %}
    left join {{ ref('int_items') }} as items
        on rules.part = items.part and current_items.item_key = items.item_key
    left join {{ ref('int_missing_datasets') }} as missing
        on results.evaluation_key = missing.evaluation_key and rules.part = missing.part
    where
        (results.contribution <> 0 or shown_evaluations.is_newest_month)
        -- Of what cannot be computed there are no figures.
        and missing.part is null
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
    {{ contribution_reason() }} as reason
from results
inner join shown_evaluations as evaluations using (evaluation_key)
inner join tenants using (tenant_key)
