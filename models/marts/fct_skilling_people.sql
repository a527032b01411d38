select
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    holders.path,
    holders.metric,
    cast(holders.step as integer) as step,
    holders.person_key,
    pairs.is_rule_in_force,
    holders.certifications,
    holders.counts,
    holders.counts_until,
from {{ ref('int_skilling_people') }} as holders
inner join {{ ref('int_scored_pairs') }} as pairs using (pair_key)
