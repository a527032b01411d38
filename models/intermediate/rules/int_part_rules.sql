-- One row per rule version, hypothesis about the rules, path, metric and part: everything that
-- turns usage into steps, side by side, so that one row of measures meets one row of rules.
-- Bounds stand in sets: size (the measure itself), activity (a ratio), carried (the size bounds
-- of the path that a tenant may have grown into) and before (those of the path that it has grown
-- out of). Rules that ask the same of a tenant share their criteria, whatever version, path or
-- metric they belong to: criteria are evaluated once.
with hypotheses as (
    select distinct rules_hypothesis
    from {{ ref('hypotheses') }}
),

lines_of_products as (
    select distinct
        part,
        has_items
    from {{ ref('usage_datasets') }}
),

parts as (
    select
        parts.solution_area,
        parts.rule_version,
        hypotheses.rules_hypothesis,
        parts.path,
        parts.metric,
        parts.part,
        metrics.max_points,
        {{ under_hypothesis('metrics', 'combine', 'metrics.combine') }} as combine,
        parts.counts,
        {{ under_hypothesis('metric_parts', 'value_measure', 'parts.value_measure') }}
            as value_measure,
        parts.unit,
        {{ under_hypothesis('metric_parts', 'comparison', 'parts.comparison') }} as comparison,
        parts.step,
        {{ under_hypothesis('metric_parts', 'step_rounding', 'parts.step_rounding') }}
            as step_rounding,
        parts.steps_to_max,
        metrics.gate_on,
        metrics.gate_lower,
        metrics.gate_lower_inclusive,
        programme.baseline_months
    from {{ ref('metric_parts') }} as parts
    cross join hypotheses
    inner join {{ ref('metrics') }} as metrics using (solution_area, rule_version, path, metric)
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
    inner join {{ ref('int_solution_areas') }} as areas using (solution_area)
),

criteria as (
    select
        criteria.*,
        hypotheses.rules_hypothesis,
        {{ under_hypothesis(
            'criteria', 'holds_on', 'criteria.holds_on', 'criteria.criterion'
        ) }} as held_on,
        coalesce(
            {{ under_hypothesis(
                'criteria',
                'carried_by_metric',
                'criteria.carried_by_metric',
                'criteria.criterion',
            ) }},
            criteria.metric
        ) as carrying_metric
    from {{ ref('criteria') }} as criteria
    cross join hypotheses
),

-- What is held against a bound before activity is asked: a size, or any use at all.
size_rows as (
    select *
    from criteria
    where criterion <> 'activity'
),

activity_rows as (
    select *
    from criteria
    where criterion = 'activity'
),

-- What is shown beside the size of an item, also where no criterion asks for it.
shown_measures as (
    select
        solution_area,
        rule_version,
        part,
        min(measure) as activity_measure
    from activity_rows
    group by solution_area, rule_version, part
),

rules as (
    select
        parts.*,
        bases.association_set,
        bases.basis_key,
        bases.usage_basis,
        size_rows.window_months,
        size_rows.window_function,
        size_rows.measure as size_measure,
        measures.is_whole,
        lines_of_products.has_items and not bases.is_of_services as is_of_items,
        size_rows.held_on as size_holds_on,
        size_rows.lower,
        size_rows.lower_inclusive,
        size_rows.upper,
        size_rows.upper_inclusive,
        activity_rows.criterion is not null as has_activity,
        activity_rows.held_on as activity_holds_on,
        coalesce(activity_rows.measure, shown_measures.activity_measure) as activity_measure,
        coalesce(activity_rows.per_measure, size_rows.measure) as activity_per_measure,
        activity_rows.lower as activity_lower,
        activity_rows.lower_inclusive as activity_lower_inclusive,
        activity_rows.upper as activity_upper,
        activity_rows.upper_inclusive as activity_upper_inclusive,
        size_rows.carried_from_path,
        carried_rows.lower as carried_lower,
        carried_rows.lower_inclusive as carried_lower_inclusive,
        carried_rows.upper as carried_upper,
        carried_rows.upper_inclusive as carried_upper_inclusive,
        before_rows.lower as before_lower,
        before_rows.lower_inclusive as before_lower_inclusive,
        before_rows.upper as before_upper,
        before_rows.upper_inclusive as before_upper_inclusive
    from parts
    inner join {{ ref('int_usage_bases') }} as bases
        using (solution_area, rule_version, path, metric, part)
    inner join size_rows using (solution_area, rule_version, rules_hypothesis, path, metric, part)
    inner join {{ ref('usage_measures') }} as measures
        on size_rows.part = measures.part and size_rows.measure = measures.measure
    inner join lines_of_products on size_rows.part = lines_of_products.part
    left join activity_rows
        using (solution_area, rule_version, rules_hypothesis, path, metric, part)
    left join shown_measures using (solution_area, rule_version, part)
    {% for rows, path in [('carried_rows', 'carried_from_path'), ('before_rows', 'path')] %}
        left join size_rows as {{ rows }}
            on
                size_rows.carried_from_path is not null
                and size_rows.solution_area = {{ rows }}.solution_area
                and size_rows.rule_version = {{ rows }}.rule_version
                and size_rows.rules_hypothesis = {{ rows }}.rules_hypothesis
                and size_rows.{{ path }} = {{ rows }}.path
                and size_rows.carrying_metric = {{ rows }}.metric
                and size_rows.part = {{ rows }}.part
    {% endfor %}
)

select
    cast(
        row_number() over (
            order by solution_area, rule_version, rules_hypothesis, path, metric, part
        ) as integer
    ) as rule_key,
    cast(
        dense_rank() over (
            order by
                basis_key, window_months, window_function, size_measure, size_holds_on,
                lower, lower_inclusive, upper, upper_inclusive,
                has_activity, activity_holds_on, activity_measure, activity_per_measure,
                activity_lower, activity_lower_inclusive, activity_upper, activity_upper_inclusive,
                carried_from_path is not null,
                carried_lower, carried_lower_inclusive, carried_upper, carried_upper_inclusive,
                before_lower, before_lower_inclusive, before_upper, before_upper_inclusive,
                value_measure
        ) as integer
    ) as criteria_key,
    *
from rules
