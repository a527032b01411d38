-- One row per evaluation, path and metric: units that count, points, and why not more. One
-- shape for all metrics.
with usage_units as (
    select
        evaluation_key,
        path,
        metric,
        max(max_points) as max_points,
        max(steps_to_max) as units_at_max,
        greatest(sum(counted_units), 0) as counted_units
    from {{ ref('int_usage_parts') }}
    group by evaluation_key, path, metric
),

usage_scores as (
    select
        evaluation_key,
        path,
        metric,
        max_points,
        counted_units,
        {{ points_of('max_points', 'counted_units', 'units_at_max') }} as points,
        greatest(units_at_max - counted_units, 0) as units_to_max,
        counted_units > units_at_max as is_capped,
        true as are_prerequisites_met
    from usage_units
),

skilling_scores as (
    {{ skilling_scores(ref('int_skilling_parts'), ref('int_evaluations'), 'evaluation_key') }}
),

scores as (
    select * from usage_scores
    union all
    select * from skilling_scores
)

select
    scores.evaluation_key,
    scores.path,
    scores.metric,
    cast(scores.counted_units as decimal(28, 10)) as counted_units,
    cast(scores.points as decimal(9, 4)) as points,
    cast(scores.max_points as decimal(9, 4)) as max_points,
    cast(scores.units_to_max as decimal(28, 10)) as units_to_max,
    {{ metric_status('scores') }} as status
from scores
