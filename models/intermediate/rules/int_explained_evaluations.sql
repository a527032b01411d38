-- One row per scored evaluation that the reports on customers and tenants tell of: the newest month
-- and the one before, under the version in force.
select
    evaluation_key,
    partner_key,
    partner_id,
    as_of_month,
    solution_area,
    rule_version,
    is_newest_month
from {{ ref('int_evaluations') }}
where is_explained and is_rule_in_force
