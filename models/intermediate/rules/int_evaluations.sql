-- One row per partner, as-of month, rule version and hypothesis that is evaluated. Reported: every
-- scored month under the version in force, and the newest month under every version; scored months
-- begin one baseline after the first covered month (before that there is no month to compare with),
-- not before the first version's month, and end at the newest delivery's as-of month. Beside those
-- that are shown, the month before a change of version under the new one. Which months another
-- hypothesis asks of, its row says: the month before the newest one, where the newest delivery
-- restates anything, or the months of which Partner Center's points are at hand.
with newest as (
    select max(as_of_month) as newest_month
    from {{ ref('stg_files_in_force') }}
),

months as (
    select month_start as as_of_month
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
            as is_rule_in_force
    from months
    cross join {{ ref('int_rule_versions') }} as versions
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
),

scored as (
    select
        'scored' as asked_of,
        partners.partner_key,
        partners.partner_id,
        versions.as_of_month,
        versions.solution_area,
        versions.rule_version,
        versions.baseline_months,
        versions.is_rule_in_force,
        versions.as_of_month = newest.newest_month as is_newest_month,
        true as is_shown
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
        earlier.partner_key,
        earlier.partner_id,
        earlier.as_of_month,
        earlier.solution_area,
        earlier.rule_version,
        earlier.baseline_months,
        later.rule_version as next_rule_version,
        later.baseline_months as next_baseline_months,
        later.is_newest_month as is_before_newest
    from scored as later
    inner join scored as earlier
        on
            later.partner_key = earlier.partner_key
            and later.solution_area = earlier.solution_area
            and later.as_of_month = {{ add_months('earlier.as_of_month', '1') }}
    where later.is_rule_in_force and earlier.is_rule_in_force
),

shown as (
    select distinct
        partner_id,
        as_of_month,
        solution_area
    from {{ ref('stg_partner_center_scores') }}
    where is_known
),

asked as (
    select *
    from scored
    union all
    select
        'scored' as asked_of,
        partner_key,
        partner_id,
        as_of_month,
        solution_area,
        next_rule_version as rule_version,
        next_baseline_months as baseline_months,
        false as is_rule_in_force,
        false as is_newest_month,
        false as is_shown
    from steps
    where rule_version <> next_rule_version
    union all
    select
        'before_newest' as asked_of,
        partner_key,
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        baseline_months,
        true as is_rule_in_force,
        false as is_newest_month,
        false as is_shown
    from steps
    where
        is_before_newest
        and partner_id in (
            select known.partner_id
            from {{ ref('stg_known_truth') }} as known
            where known.is_restated
        )
    union all
    select
        'reconciled' as asked_of,
        partner_key,
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        baseline_months,
        is_rule_in_force,
        false as is_newest_month,
        false as is_shown
    from scored
    inner join shown using (partner_id, as_of_month, solution_area)
    where is_rule_in_force
)

select
    cast(
        row_number() over (
            order by
                asked.solution_area, asked.partner_id, asked.as_of_month, asked.rule_version,
                hypotheses.hypothesis
        ) as integer
    ) as evaluation_key,
    hypotheses.hypothesis,
    hypotheses.usage_hypothesis,
    hypotheses.rules_hypothesis,
    asked.partner_key,
    asked.partner_id,
    asked.as_of_month,
    asked.solution_area,
    asked.rule_version,
    asked.baseline_months,
    asked.is_rule_in_force,
    asked.is_newest_month,
    asked.is_shown and hypotheses.hypothesis = 'reported' as is_shown,
    asked.is_shown
    and hypotheses.hypothesis = 'reported'
    and (
        asked.is_newest_month
        or (
            asked.is_rule_in_force
            and asked.as_of_month >= {{ add_months('newest.newest_month', '-1') }}
        )
    ) as is_explained
from asked
cross join newest
inner join {{ ref('hypotheses') }} as hypotheses using (asked_of)
