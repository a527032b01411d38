-- One row per rule version, path, metric and part: everything that turns usage into steps, side
-- by side, so that one row of windows meets one row of rules. Rules of a version that ask the
-- same of a tenant share a test, which is evaluated once. Bounds stand in sets: size (the
-- measure itself), activity (a ratio) and carried (the size bounds of the path that a tenant
-- may have grown into).
with size_rows as (
    select *,
    from {{ ref('criteria') }}
    where criterion = 'size'
),

activity_rows as (
    select *,
    from {{ ref('criteria') }}
    where criterion = 'activity'
),

rules as (
    select
        parts.solution_area,
        parts.rule_version,
        parts.path,
        parts.metric,
        parts.part,
        metrics.max_points,
        metrics.combine,
        parts.counts,
        parts.value_measure,
        parts.unit,
        parts.comparison,
        parts.step,
        parts.step_rounding,
        parts.steps_to_max,
        bases.association_set,
        bases.basis_key,
        bases.usage_basis,
        programme.baseline_months,
        size_rows.window_months,
        size_rows.lower,
        size_rows.lower_inclusive,
        size_rows.upper,
        size_rows.upper_inclusive,
        activity_rows.criterion is not null as has_activity,
        activity_rows.holds_on as activity_holds_on,
        activity_rows.lower as activity_lower,
        activity_rows.lower_inclusive as activity_lower_inclusive,
        activity_rows.upper as activity_upper,
        activity_rows.upper_inclusive as activity_upper_inclusive,
        size_rows.carried_from_path,
        carried_rows.lower as carried_lower,
        carried_rows.lower_inclusive as carried_lower_inclusive,
        carried_rows.upper as carried_upper,
        carried_rows.upper_inclusive as carried_upper_inclusive,
    from {{ ref('metric_parts') }} as parts
    inner join {{ ref('metrics') }} as metrics using (solution_area, rule_version, path, metric)
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
    inner join {{ ref('int_usage_bases') }} as bases
        using (solution_area, rule_version, metric, part)
    inner join size_rows using (solution_area, rule_version, path, metric, part)
    left join activity_rows using (solution_area, rule_version, path, metric, part)
    left join size_rows as carried_rows
        on
            size_rows.solution_area = carried_rows.solution_area
            and size_rows.rule_version = carried_rows.rule_version
            and size_rows.carried_from_path = carried_rows.path
            and size_rows.metric = carried_rows.metric
            and size_rows.part = carried_rows.part
)

select
    row_number() over (order by solution_area, rule_version, path, metric, part) as rule_key,
    dense_rank() over (
        order by
            solution_area, rule_version, part, basis_key, window_months,
            lower, lower_inclusive, upper, upper_inclusive,
            has_activity, activity_holds_on,
            activity_lower, activity_lower_inclusive, activity_upper, activity_upper_inclusive,
            carried_from_path,
            carried_lower, carried_lower_inclusive, carried_upper, carried_upper_inclusive
    ) as test_key,
    *,
from rules
