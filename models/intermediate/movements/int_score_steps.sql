-- One row per scored pair in force whose month before is scored too: the evaluations to lay side
-- by side. The month before as it is shown (prior), under the rules of this month (rescored; the
-- prior one itself where the version is the same) and on the usage known at its own time (as
-- known; null where that was not kept).
with pairs as (
    select *,
    from {{ ref('int_evaluated_pairs') }}
)

select
    later.pair_key,
    later.partner_id,
    later.as_of_month,
    later.solution_area,
    later.rule_version,
    later.is_newest_month,
    prior.pair_key as prior_pair_key,
    prior.rule_version as prior_rule_version,
    coalesce(rescored.pair_key, prior.pair_key) as rescored_pair_key,
    coalesce(
        as_known.pair_key,
        case when later.is_newest_month and not known.is_restated then prior.pair_key end
    ) as known_pair_key,
from pairs as later
inner join pairs as prior
    on
        later.partner_key = prior.partner_key
        and later.solution_area = prior.solution_area
        and later.as_of_month = {{ add_months('prior.as_of_month', '1') }}
left join pairs as rescored
    on
        rescored.purpose = 'rescored'
        and prior.partner_key = rescored.partner_key
        and prior.as_of_month = rescored.as_of_month
        and later.solution_area = rescored.solution_area
        and later.rule_version = rescored.rule_version
left join pairs as as_known
    on
        as_known.purpose = 'as_known'
        and later.is_newest_month
        and prior.partner_id = as_known.partner_id
        and prior.as_of_month = as_known.as_of_month
        and later.solution_area = as_known.solution_area
left join {{ ref('int_known_partners') }} as known on later.partner_id = known.partner_id
where
    later.purpose = 'scored'
    and later.is_rule_in_force
    and prior.purpose = 'scored'
    and prior.is_rule_in_force
