-- One row per partner, as-of month and rule version that is scored and shown: what is evaluated
-- for the sake of a comparison is left out.
select
    evaluation_key,
    partner_key,
    partner_id,
    as_of_month,
    solution_area,
    rule_version,
    baseline_months,
    is_rule_in_force,
    is_newest_month
from {{ ref('int_evaluations') }}
where is_shown
