with usage_totals as (
    select
        evaluation_key,
        path,
        metric,
        sum(counted_units) as counted_units,
        sum(current_value) as current_value,
        sum(baseline_value) as baseline_value
    from {{ ref('int_usage_parts') }}
    group by evaluation_key, path, metric
),

usage_parts as (
    select
        parts.evaluation_key,
        parts.path,
        parts.metric,
        parts.part,
        parts.current_value,
        parts.baseline_value,
        parts.net_value,
        parts.counted_units,
        case
            when parts.comparison = 'percent'
                then {{ percent_to_next_point('parts', 'totals', 'scores') }}
            else {{ to_next_step('parts', 'totals.counted_units') }}
        end as units_to_next_point,
        parts.unit,
        parts.value_measure,
        {{ change_pct('parts.current_value', 'parts.baseline_value') }} as change_pct,
        parts.is_counted_part
    from {{ ref('int_usage_parts') }} as parts
    inner join usage_totals as totals using (evaluation_key, path, metric)
    inner join {{ ref('int_metric_scores') }} as scores using (evaluation_key, path, metric)
    left join {{ ref('int_missing_datasets') }} as missing
        on parts.evaluation_key = missing.evaluation_key and parts.part = missing.part
    -- Of what cannot be computed there are no figures.
    where missing.part is null
),

skilling_parts as (
    select
        evaluation_key,
        path,
        metric,
        concat('step_', step) as part,
        cast(holders as decimal(28, 10)) as current_value,
        cast(null as decimal(28, 10)) as baseline_value,
        cast(holders as decimal(28, 10)) as net_value,
        cast(counted_people as decimal(28, 10)) as counted_units,
        cast(
            case
                when not is_scoring_step and holders < min_people then min_people - holders
                when is_scoring_step and counted_people < max_people then 1
            end as decimal(28, 10)
        ) as units_to_next_point,
        'people' as unit,
        cast(null as varchar) as value_measure,
        cast(null as decimal(28, 10)) as change_pct,
        cast(null as boolean) as is_counted_part
    from {{ ref('int_skilling_parts') }}
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    parts.path,
    parts.metric,
    parts.part,
    evaluations.is_rule_in_force,
    parts.current_value,
    parts.baseline_value,
    parts.net_value,
    parts.counted_units,
    parts.units_to_next_point,
    parts.unit,
    parts.value_measure,
    parts.change_pct,
    parts.is_counted_part
from (
    select * from usage_parts
    union all
    select * from skilling_parts
) as parts
inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
