-- One row per partner, as-of month and rule version that is evaluated, and what for. Scored:
-- every scored month under the version in force, and the newest month under every version;
-- scored months begin one baseline after the first covered month (before that there is no month
-- to compare with), not before the first version's month, and end at the newest delivery's
-- as-of month. Rescored: the month before a change of version, under the new one. As known: the
-- month before the newest one, on the usage that was known before the newest delivery came.
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

scored as (
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
),

steps as (
    select
        later.partner_key,
        later.partner_id,
        later.solution_area,
        earlier.as_of_month,
        earlier.rule_version,
        earlier.baseline_months,
        later.rule_version as next_rule_version,
        later.baseline_months as next_baseline_months,
        later.is_newest_month as is_before_newest,
    from scored as later
    inner join scored as earlier
        on
            later.partner_key = earlier.partner_key
            and later.solution_area = earlier.solution_area
            and later.as_of_month = {{ add_months('earlier.as_of_month', '1') }}
    where later.is_rule_in_force and earlier.is_rule_in_force
),

evaluations as (
    select
        'scored' as purpose,
        *,
    from scored
    union all by name
    select
        'rescored' as purpose,
        partner_key,
        partner_id,
        as_of_month,
        solution_area,
        next_rule_version as rule_version,
        next_baseline_months as baseline_months,
        false as is_rule_in_force,
        false as is_newest_month,
    from steps
    where rule_version <> next_rule_version
    union all by name
    select
        'as_known' as purpose,
        known.partner_key,
        steps.partner_id,
        steps.as_of_month,
        steps.solution_area,
        steps.rule_version,
        steps.baseline_months,
        false as is_rule_in_force,
        false as is_newest_month,
    from steps
    inner join {{ ref('int_known_partners') }} as known using (partner_id)
    where steps.is_before_newest and known.is_restated
)

select
    row_number() over (
        order by solution_area, partner_id, as_of_month, rule_version, purpose
    ) as evaluation_key,
    purpose,
    partner_key,
    partner_id,
    as_of_month,
    solution_area,
    rule_version,
    baseline_months,
    is_rule_in_force,
    is_newest_month,
from evaluations
