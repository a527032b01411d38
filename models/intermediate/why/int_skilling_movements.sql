-- One row per scored evaluation with a scored month before, path, metric of certifications and
-- cause: people whom the scoring step gained and lost, both months under the rules of the later
-- one. When the gate opens, all whom it lets in are gained; when it shuts, all are lost. A step
-- that pays by itself moves points without people.
with ends as (
    select
        evaluation_key,
        evaluation_key as end_evaluation_key,
        true as is_now
    from {{ ref('int_score_steps') }}
    union all
    select
        evaluation_key,
        rescored_evaluation_key as end_evaluation_key,
        false as is_now
    from {{ ref('int_score_steps') }}
),

people as (
    select
        ends.evaluation_key,
        people.path,
        people.metric,
        people.step,
        people.person_key,
        bool_or(ends.is_now) as is_in_now,
        bool_or(not ends.is_now) as was_in_before
    from {{ ref('int_skilling_people') }} as people
    inner join ends on people.evaluation_key = ends.end_evaluation_key
    where people.counts
    group by ends.evaluation_key, people.path, people.metric, people.step, people.person_key
),

comings_and_goings as (
    select
        evaluation_key,
        path,
        metric,
        step,
        count(case when not was_in_before then 1 end) as came,
        count(case when not is_in_now then 1 end) as went
    from people
    group by evaluation_key, path, metric, step
),

compared as (
    select
        steps.evaluation_key,
        now.path,
        now.metric,
        now.points_at_max,
        now.max_people,
        now.points_once_earned - before.points_once_earned as once_points,
        case
            when not now.is_scoring_step or not now.are_needs_met then 0
            when before.are_needs_met then coalesce(moved.came, 0)
            else now.counted_people
        end as gained,
        case
            when not now.is_scoring_step or not before.are_needs_met then 0
            when now.are_needs_met then coalesce(moved.went, 0)
            else before.counted_people
        end as lost
    from {{ ref('int_score_steps') }} as steps
    inner join {{ ref('int_skilling_parts') }} as now on steps.evaluation_key = now.evaluation_key
    inner join {{ ref('int_skilling_parts') }} as before
        on
            steps.rescored_evaluation_key = before.evaluation_key
            and now.path = before.path
            and now.metric = before.metric
            and now.step = before.step
    left join comings_and_goings as moved
        on
            now.evaluation_key = moved.evaluation_key
            and now.path = moved.path
            and now.metric = moved.metric
            and now.step = moved.step
)

select
    evaluation_key,
    path,
    metric,
    'certification_gained' as cause,
    cast(sum(gained) as decimal(28, 10)) as units_change,
    sum(
        {{ uncapped_points('points_at_max', 'gained', 'coalesce(max_people, 1)') }}
        + greatest(once_points, 0)
    ) as points_change
from compared
group by evaluation_key, path, metric
union all
select
    evaluation_key,
    path,
    metric,
    'certification_lost' as cause,
    cast(-sum(lost) as decimal(28, 10)) as units_change,
    sum(
        {{ uncapped_points('points_at_max', '-lost', 'coalesce(max_people, 1)') }}
        + least(once_points, 0)
    ) as points_change
from compared
group by evaluation_key, path, metric
