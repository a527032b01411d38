select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    holders.path,
    holders.metric,
    cast(holders.step as integer) as step,
    holders.person_key,
    evaluations.is_rule_in_force,
    holders.certifications,
    holders.counts,
    holders.counts_until
from {{ ref('int_skilling_people') }} as holders
inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
