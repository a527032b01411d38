-- One row per scored pair that the reports on customers and tenants tell of: the newest month and
-- the one before, under the version in force.
with newest as (
    select max(as_of_month) as newest_month,
    from {{ ref('int_scored_pairs') }}
)

select
    pairs.pair_key,
    pairs.partner_key,
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    pairs.is_newest_month,
from {{ ref('int_scored_pairs') }} as pairs
cross join newest
where
    pairs.is_rule_in_force
    and pairs.as_of_month >= {{ add_months('newest.newest_month', '-1') }}
