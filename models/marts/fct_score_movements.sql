with metrics as (
    select
        steps.evaluation_key,
        steps.path,
        steps.prior_path,
        steps.prior_rule_version,
        now.metric,
        now.points,
        rescored.points as rescored_points,
        earlier.points as prior_points,
        known.points as known_points,
        rescored.counted_units - earlier.counted_units as rule_people
    from {{ ref('int_step_paths') }} as steps
    inner join {{ ref('int_metric_scores') }} as now
        on steps.evaluation_key = now.evaluation_key and steps.path = now.path
    inner join {{ ref('int_metric_scores') }} as rescored
        on
            steps.rescored_evaluation_key = rescored.evaluation_key
            and steps.path = rescored.path
            and now.metric = rescored.metric
    inner join {{ ref('int_metric_scores') }} as earlier
        on
            steps.prior_evaluation_key = earlier.evaluation_key
            and steps.prior_path = earlier.path
            and now.metric = earlier.metric
    left join {{ ref('int_metric_scores') }} as known
        on
            steps.known_evaluation_key = known.evaluation_key
            and steps.prior_path = known.path
            and now.metric = known.metric
    -- What was not computed is not explained.
    where now.basis = 'computed' and rescored.basis = 'computed' and earlier.basis = 'computed'
),

measured as (
    select
        moved.evaluation_key,
        moved.path,
        moved.metric,
        moved.product_line,
        moved.cause,
        moved.unit,
        moved.units_change,
        moved.points_change
    from {{ ref('int_usage_movements') }} as moved
    inner join metrics using (evaluation_key, path, metric)
    union all
    select
        moved.evaluation_key,
        moved.path,
        moved.metric,
        'all' as product_line,
        moved.cause,
        'people' as unit,
        moved.units_change,
        moved.points_change
    from {{ ref('int_skilling_movements') }} as moved
    inner join metrics using (evaluation_key, path, metric)
),

sums as (
    select
        evaluation_key,
        path,
        metric,
        -- Only the metrics of usage have product lines.
        bool_or(product_line <> 'all') as has_lines,
        sum(case when cause = 'rule_change' then points_change else 0 end) as rule_points,
        sum(case when cause = 'restatement' then points_change else 0 end) as restated_points,
        sum(case when cause not in ('rule_change', 'restatement') then points_change else 0 end)
            as own_points
    from measured
    group by evaluation_key, path, metric
),

-- What floors, increments and caps make of each comparison as a whole belongs to no line.
wholes as (
    select
        metrics.*,
        sums.has_lines,
        sums.rule_points,
        sums.restated_points,
        sums.own_points
    from metrics
    inner join sums using (evaluation_key, path, metric)
),

movements as (
    select *
    from measured
    union all
    select
        evaluation_key,
        path,
        metric,
        'all' as product_line,
        'rule_change' as cause,
        case when has_lines then null else 'people' end as unit,
        case when has_lines then 0 else rule_people end as units_change,
        rescored_points - prior_points - rule_points as points_change
    from wholes
    union all
    select
        evaluation_key,
        path,
        metric,
        'all' as product_line,
        'restatement' as cause,
        null as unit,
        0 as units_change,
        prior_points - known_points - restated_points as points_change
    from wholes
    where has_lines and known_points is not null
    union all
    select
        evaluation_key,
        path,
        metric,
        'all' as product_line,
        'cap_or_rounding' as cause,
        null as unit,
        0 as units_change,
        points - rescored_points - own_points as points_change
    from wholes
)

select
    steps.partner_id,
    steps.as_of_month,
    steps.solution_area,
    movements.path,
    movements.metric,
    movements.product_line,
    movements.cause,
    steps.rule_version,
    steps.prior_rule_version,
    steps.prior_path,
    movements.unit,
    cast(movements.units_change as decimal(28, 10)) as units_change,
    cast(movements.points_change as decimal(18, 4)) as points_change
from movements
inner join {{ ref('int_step_paths') }} as steps using (evaluation_key, path)
