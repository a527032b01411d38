-- One row per scored evaluation in force whose month before is scored too: the evaluations to
-- lay side by side. The month before as it is shown (prior), under the rules of this month
-- (rescored; the prior one itself where the version is the same) and on the usage known at its
-- own time (as known; null where that was not kept).
with known as (
    select
        partner_id,
        bool_or(is_restated) as is_restated
    from {{ ref('stg_known_truth') }}
    group by partner_id
),

evaluations as (
    select *
    from {{ ref('int_evaluations') }}
)

select
    later.evaluation_key,
    later.partner_id,
    later.as_of_month,
    later.solution_area,
    later.rule_version,
    later.is_newest_month,
    earlier.evaluation_key as prior_evaluation_key,
    earlier.rule_version as prior_rule_version,
    coalesce(rescored.evaluation_key, earlier.evaluation_key) as rescored_evaluation_key,
    coalesce(
        as_known.evaluation_key,
        case when later.is_newest_month and not known.is_restated then earlier.evaluation_key end
    ) as known_evaluation_key
from evaluations as later
inner join evaluations as earlier
    on
        later.partner_key = earlier.partner_key
        and later.solution_area = earlier.solution_area
        and later.as_of_month = {{ add_months('earlier.as_of_month', '1') }}
left join evaluations as rescored
    on
        rescored.hypothesis = 'reported'
        and not rescored.is_shown
        and earlier.partner_key = rescored.partner_key
        and earlier.as_of_month = rescored.as_of_month
        and later.solution_area = rescored.solution_area
        and later.rule_version = rescored.rule_version
left join evaluations as as_known
    on
        as_known.hypothesis = 'as_known'
        and later.is_newest_month
        and earlier.partner_id = as_known.partner_id
        and earlier.as_of_month = as_known.as_of_month
        and later.solution_area = as_known.solution_area
left join known on later.partner_id = known.partner_id
where
    later.is_shown
    and later.is_rule_in_force
    and earlier.is_shown
    and earlier.is_rule_in_force
