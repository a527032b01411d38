-- One row per scored evaluation that the reports on customers and tenants tell of: the newest month and
-- the one before, under the version in force.
with newest as (
    select max(as_of_month) as newest_month,
    from {{ ref('int_scored_evaluations') }}
)

select
    evaluations.evaluation_key,
    evaluations.partner_key,
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    evaluations.is_newest_month,
from {{ ref('int_scored_evaluations') }} as evaluations
cross join newest
where
    evaluations.is_rule_in_force
    and evaluations.as_of_month >= {{ add_months('newest.newest_month', '-1') }}
