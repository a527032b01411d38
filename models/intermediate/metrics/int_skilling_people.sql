-- One row per scored pair, path, step of the certifications metric and person with a
-- certificate of that step: whether the person counts in it. Where a rule asks for the same
-- person, that takes the steps it needs as well.
with needs as (
    select
        steps.solution_area,
        steps.rule_version,
        steps.path,
        steps.metric,
        steps.step,
        needed.step as needed_step,
    from {{ ref('skilling_steps') }} as steps
    inner join {{ ref('skilling_steps') }} as needed
        using (solution_area, rule_version, path, metric)
    where
        steps.same_person
        and concat('|', steps.needs_steps, '|') like concat('%|', needed.step, '|%')
),

missing as (
    select distinct
        holders.pair_key,
        holders.path,
        holders.metric,
        holders.step,
        holders.person_key,
    from {{ ref('int_skilling_holders') }} as holders
    inner join {{ ref('int_evaluated_pairs') }} as pairs using (pair_key)
    inner join needs using (solution_area, rule_version, path, metric, step)
    left join {{ ref('int_skilling_holders') }} as others
        on
            holders.pair_key = others.pair_key
            and holders.path = others.path
            and holders.metric = others.metric
            and holders.person_key = others.person_key
            and needs.needed_step = others.step
            and others.is_holder
    where others.pair_key is null
)

select
    holders.pair_key,
    holders.path,
    holders.metric,
    holders.step,
    holders.person_key,
    holders.certifications,
    holders.is_holder,
    holders.is_holder and missing.pair_key is null as counts,
    holders.counts_until,
from {{ ref('int_skilling_holders') }} as holders
left join missing using (pair_key, path, metric, step, person_key)
