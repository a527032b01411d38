-- One row per partner, as-of month and rule version that is scored: every scored month under
-- the version in force, and the newest month under every version. Scored months begin one
-- baseline after the first covered month (before that there is no month to compare with), not
-- before the first version's month, and end at the newest delivery's as-of month.
with newest as (
    select max(as_of_month) as newest_month,
    from {{ ref('stg_files_in_force') }}
),

months as (
    select month_start as as_of_month,
    from {{ month_series(
        "(select min(first_month) from " ~ ref('int_rule_versions') ~ ")",
        "(select max(as_of_month) from " ~ ref('stg_files_in_force') ~ ")"
    ) }}
),

versions_of_months as (
    select
        months.as_of_month,
        versions.solution_area,
        versions.rule_version,
        programme.baseline_months,
        versions.effective_from <= {{ month_end('months.as_of_month') }}
        and coalesce(versions.effective_before > {{ month_end('months.as_of_month') }}, true)
            as is_rule_in_force,
    from months
    cross join {{ ref('int_rule_versions') }} as versions
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
),

pairs as (
    select
        partners.partner_key,
        partners.partner_id,
        versions.as_of_month,
        versions.solution_area,
        versions.rule_version,
        versions.baseline_months,
        versions.is_rule_in_force,
        versions.as_of_month = newest.newest_month as is_newest_month,
    from {{ ref('int_partners') }} as partners
    cross join newest
    cross join versions_of_months as versions
    where
        versions.as_of_month = newest.newest_month
        or (
            versions.is_rule_in_force
            and versions.as_of_month
            >= {{ add_months('partners.first_covered_month', 'versions.baseline_months') }}
        )
)

select
    row_number() over (
        order by solution_area, partner_id, as_of_month, rule_version
    ) as pair_key,
    partner_key,
    partner_id,
    as_of_month,
    solution_area,
    rule_version,
    baseline_months,
    is_rule_in_force,
    is_newest_month,
from pairs
