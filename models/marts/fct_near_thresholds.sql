with near as (
    select
        near.evaluation_key,
        asked.rule_key,
        near.tenant_key,
        coalesce(items.item, 'tenant') as measured_on,
        near.criterion,
        near.bound,
        near.measure,
        near.measured as measured_value,
        near.threshold,
        near.is_inclusive,
        near.is_above,
        near.measured_across - near.measured as change_to_cross,
        across.is_met or (baseline.was_sized and across.is_grown) as is_qualified_across,
        across.value as value_across
    from {{ ref('int_near_bounds') }} as near
    inner join {{ ref('int_near_results') }} as across using (near_key)
    inner join {{ ref('int_asked_rules') }} as asked
        on
            near.evaluation_key = asked.evaluation_key
            and near.criteria_key = asked.criteria_key
    left join {{ ref('int_criterion_results') }} as baseline
        on
            near.baseline_end_key = baseline.end_key
            and near.criteria_key = baseline.criteria_key
            and near.tenant_key = baseline.tenant_key
    left join {{ ref('int_items') }} as items
        on near.part = items.part and near.item_key = items.item_key
),

boundaries as (
    select distinct
        rules.rule_key,
        case when rules.lower = others.upper then 'lower' else 'upper' end as bound
    from {{ ref('int_part_rules') }} as rules
    inner join {{ ref('int_part_rules') }} as others
        using (solution_area, rule_version, rules_hypothesis, metric, part)
    where
        rules.path <> others.path
        and (rules.lower = others.upper or rules.upper = others.lower)
),

changes as (
    select
        near.*,
        results.is_qualified_current,
        results.customer_key,
        case
            when near.is_qualified_across is not true then 0
            when results.counts = 'tenant' then 1
            else near.value_across
        end
        - case
            when not results.is_qualified_current then 0
            when results.counts = 'tenant' then 1
            else results.current_value
        end as units_change,
        near.criterion = 'size' and boundaries.rule_key is not null as is_path_boundary
    from near
    inner join {{ ref('int_tenant_results') }} as results
        using (evaluation_key, rule_key, tenant_key)
    left join boundaries
        on near.rule_key = boundaries.rule_key and near.bound = boundaries.bound
),

totals as (
    select
        evaluation_key,
        path,
        metric,
        sum(counted_units) as counted_units
    from {{ ref('int_usage_parts') }}
    group by evaluation_key, path, metric
),

scored as (
    select
        changes.*,
        rules.path,
        rules.metric,
        rules.part,
        rules.unit,
        scores.points,
        {{ points_after_change('changes.units_change', 'parts', 'totals') }} as points_across
    from changes
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('int_usage_parts') }} as parts
        on
            changes.evaluation_key = parts.evaluation_key
            and rules.path = parts.path
            and rules.metric = parts.metric
            and rules.part = parts.part
    inner join {{ ref('int_metric_scores') }} as scores
        on
            changes.evaluation_key = scores.evaluation_key
            and rules.path = scores.path
            and rules.metric = scores.metric
            and scores.basis = 'computed'
    inner join totals
        on
            changes.evaluation_key = totals.evaluation_key
            and rules.path = totals.path
            and rules.metric = totals.metric
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    scored.path,
    scored.metric,
    scored.part as product_line,
    customers.tenant_id,
    customers.customer_id,
    scored.measured_on,
    scored.criterion,
    scored.bound,
    scored.measure,
    cast(scored.measured_value as decimal(28, 10)) as measured_value,
    cast(scored.threshold as decimal(28, 10)) as threshold_value,
    scored.is_inclusive,
    case when scored.is_above then 'above' else 'below' end as side,
    cast(scored.change_to_cross as decimal(28, 10)) as change_to_cross,
    scored.is_path_boundary,
    scored.is_qualified_current,
    coalesce(scored.is_qualified_across, false) as is_qualified_across,
    cast(scored.units_change as decimal(28, 10)) as units_change,
    scored.unit,
    cast(scored.points_across - scored.points as decimal(9, 4)) as points_change,
    row_number() over (
        partition by
            scored.evaluation_key, scored.path, scored.metric, scored.part, scored.tenant_key
        order by abs(scored.change_to_cross), scored.measured_on, scored.criterion, scored.bound
    ) = 1 as is_nearest
from scored
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
inner join {{ ref('int_tenant_customers') }} as customers using (tenant_key)
