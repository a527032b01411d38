-- One row per scored pair, path and metric: units that count, points, and why not more. One
-- shape for all metrics.
with usage_units as (
    select
        pair_key,
        path,
        metric,
        max(max_points) as max_points,
        max(steps_to_max) as units_at_max,
        greatest(sum(counted_units), 0) as counted_units,
    from {{ ref('int_usage_parts') }}
    group by pair_key, path, metric
),

usage_scores as (
    select
        pair_key,
        path,
        metric,
        max_points,
        counted_units,
        {{ points_of('max_points', 'counted_units', 'units_at_max') }} as points,
        greatest(units_at_max - counted_units, 0) as units_to_max,
        counted_units > units_at_max as is_capped,
        true as are_prerequisites_met,
    from usage_units
),

skilling_steps as (
    select
        *,
        points_once_earned
        + case
            when is_scoring_step
                then {{ points_of('points_at_max', 'counted_people', 'max_people') }}
            else 0
        end as step_points,
    from {{ ref('int_skilling_parts') }}
),

skilling_scores as (
    select
        steps.pair_key,
        steps.path,
        steps.metric,
        metrics.max_points,
        sum(case when steps.is_scoring_step then steps.counted_people else 0 end) as counted_units,
        least(sum(steps.step_points), metrics.max_points) as points,
        sum(
            case
                when steps.is_scoring_step
                    then greatest(steps.max_people - steps.eligible_people, 0)
                else 0
            end
        ) as units_to_max,
        bool_or(steps.is_scoring_step and steps.counted_people > steps.max_people) as is_capped,
        bool_and(steps.are_needs_met) as are_prerequisites_met,
    from skilling_steps as steps
    inner join {{ ref('int_evaluated_pairs') }} as pairs using (pair_key)
    inner join {{ ref('metrics') }} as metrics
        on
            pairs.solution_area = metrics.solution_area
            and pairs.rule_version = metrics.rule_version
            and steps.path = metrics.path
            and steps.metric = metrics.metric
    group by steps.pair_key, steps.path, steps.metric, metrics.max_points
),

scores as (
    select *, from usage_scores
    union all
    select *, from skilling_scores
)

select
    pair_key,
    path,
    metric,
    cast(counted_units as decimal(28, 10)) as counted_units,
    cast(points as decimal(9, 4)) as points,
    cast(max_points as decimal(9, 4)) as max_points,
    cast(units_to_max as decimal(28, 10)) as units_to_max,
    case
        when not are_prerequisites_met then 'prerequisites_missing'
        when points = 0 then 'no_points'
        when is_capped then 'capped'
        else 'scored'
    end as status,
from scores
