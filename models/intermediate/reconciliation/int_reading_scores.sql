-- One row per reconciled evaluation, path, metric and open question: the points under its other reading,
-- everything else as it is built.
with parts as (
    select *,
    from {{ ref('int_usage_parts') }}
    inner join {{ ref('int_reconciled_metrics') }} using (evaluation_key, path, metric)
),

touched as (
    select distinct
        evaluation_key,
        path,
        metric,
        reading,
    from {{ ref('int_reading_nets') }}
),

other_parts as (
    -- Decision 1: lines floored each, or netted first.
    select
        * exclude (combine),
        'combine' as reading,
        case combine when 'floor_each' then 'net_then_floor' else 'floor_each' end as combine,
    from parts
    union all by name
    -- Decision 2: whole increments, or proportional ones.
    select
        * exclude (step_rounding),
        'increments' as reading,
        case step_rounding when 'whole' then 'proportional' else 'whole' end as step_rounding,
    from parts
    where step <> 1
    union all by name
    -- Decisions that change a net value; the part that they leave alone stays as it is.
    select
        parts.* exclude (net_value),
        touched.reading,
        coalesce(nets.net_value, parts.net_value) as net_value,
    from parts
    inner join touched using (evaluation_key, path, metric)
    left join {{ ref('int_reading_nets') }} as nets
        using (evaluation_key, path, metric, part, reading)
),

steps as (
    select
        *,
        {{ steps_in(
            "case combine when 'floor_each' then greatest(net_value, 0) else net_value end",
            'step',
            'step_rounding',
        ) }} as other_units,
    from other_parts
),

usage_units as (
    select
        evaluation_key,
        path,
        metric,
        reading,
        max(max_points) as max_points,
        max(steps_to_max) as units_at_max,
        greatest(sum(other_units), 0) as counted_units,
    from steps
    group by evaluation_key, path, metric, reading
),

-- Decision 24: only people who hold a step that the scoring step needs.
scorers as (
    select
        people.evaluation_key,
        people.path,
        people.metric,
        people.step,
        count(distinct people.person_key) as counted_people,
    from {{ ref('int_skilling_people') }} as people
    inner join {{ ref('int_reconciled_metrics') }} using (evaluation_key, path, metric)
    inner join {{ ref('int_skilling_parts') }} as parts using (evaluation_key, path, metric, step)
    inner join {{ ref('int_skilling_people') }} as needed
        on
            people.evaluation_key = needed.evaluation_key
            and people.path = needed.path
            and people.metric = needed.metric
            and people.person_key = needed.person_key
            and people.step <> needed.step
            and needed.is_holder
    where people.counts and parts.is_scoring_step and parts.are_needs_met
    group by people.evaluation_key, people.path, people.metric, people.step
),

skilling as (
    select
        parts.evaluation_key,
        parts.path,
        parts.metric,
        sum(
            parts.points_once_earned
            + case
                when parts.is_scoring_step
                    then {{ points_of(
                        'parts.points_at_max',
                        'coalesce(scorers.counted_people, 0)',
                        'parts.max_people',
                    ) }}
                else 0
            end
        ) as points,
    from {{ ref('int_skilling_parts') }} as parts
    inner join {{ ref('int_reconciled_metrics') }} using (evaluation_key, path, metric)
    left join scorers using (evaluation_key, path, metric, step)
    group by parts.evaluation_key, parts.path, parts.metric
),

-- Decision 18: usage as it was known; only the month before the newest one has it.
as_known as (
    select
        metrics.evaluation_key,
        metrics.path,
        metrics.metric,
        scores.points,
    from {{ ref('int_reconciled_metrics') }} as metrics
    inner join {{ ref('int_score_steps') }} as later on metrics.evaluation_key = later.prior_evaluation_key
    inner join {{ ref('int_metric_scores') }} as scores
        on
            later.known_evaluation_key = scores.evaluation_key
            and metrics.path = scores.path
            and metrics.metric = scores.metric
)

select
    evaluation_key,
    path,
    metric,
    reading,
    {{ points_of('max_points', 'counted_units', 'units_at_max') }} as points,
from usage_units
union all
select
    evaluation_key,
    path,
    metric,
    'same_people' as reading,
    cast(points as decimal(9, 4)) as points,
from skilling
union all
select
    evaluation_key,
    path,
    metric,
    'as_known' as reading,
    points,
from as_known
