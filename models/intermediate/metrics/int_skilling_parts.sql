-- One row per scored pair, path and step of the certifications metric, also where nobody holds
-- it: people who hold the step, people who count in it, and whether the steps it needs are met.
with people as (
    select
        pair_key,
        path,
        metric,
        step,
        count(case when is_holder then 1 end) as holders,
        count(case when counts then 1 end) as eligible_people,
    from {{ ref('int_skilling_people') }}
    group by pair_key, path, metric, step
),

steps as (
    select
        pairs.pair_key,
        steps.path,
        steps.metric,
        steps.step,
        steps.min_people,
        steps.points_once,
        steps.points_at_max,
        steps.max_people,
        steps.needs_steps,
        coalesce(people.holders, 0) as holders,
        coalesce(people.eligible_people, 0) as eligible_people,
    from {{ ref('int_evaluated_pairs') }} as pairs
    inner join {{ ref('skilling_steps') }} as steps using (solution_area, rule_version)
    left join people
        on
            pairs.pair_key = people.pair_key
            and steps.path = people.path
            and steps.metric = people.metric
            and steps.step = people.step
),

gates as (
    select
        steps.pair_key,
        steps.path,
        steps.metric,
        steps.step,
        bool_and(needed.holders >= needed.min_people) as are_needs_met,
    from steps
    inner join steps as needed using (pair_key, path, metric)
    where concat('|', steps.needs_steps, '|') like concat('%|', needed.step, '|%')
    group by steps.pair_key, steps.path, steps.metric, steps.step
)

select
    steps.pair_key,
    steps.path,
    steps.metric,
    steps.step,
    steps.min_people,
    case when steps.holders >= steps.min_people then steps.points_once else 0 end
        as points_once_earned,
    steps.points_at_max,
    steps.max_people,
    steps.holders,
    steps.eligible_people,
    steps.max_people is not null as is_scoring_step,
    coalesce(gates.are_needs_met, true) as are_needs_met,
    case when coalesce(gates.are_needs_met, true) then steps.eligible_people else 0 end
        as counted_people,
from steps
left join gates using (pair_key, path, metric, step)
