-- One row per evaluation and rule (path, metric and part) that it asks, with the ends of the rule's
-- windows: where the criteria are to be looked up.
with ends as (
    select distinct
        evaluation_key,
        basis_key,
        window_months,
        window_function,
        is_current,
        end_key
    from {{ ref('int_window_months') }}
)

select
    evaluations.evaluation_key,
    evaluations.is_explained,
    rules.rule_key,
    rules.criteria_key,
    rules.part,
    rules.is_of_items,
    rules.counts,
    rules.comparison,
    current_ends.end_key as current_end_key,
    baseline_ends.end_key as baseline_end_key
from {{ ref('int_evaluations') }} as evaluations
inner join {{ ref('int_part_rules') }} as rules
    using (solution_area, rule_version, rules_hypothesis)
{% for relation, is_current in [('current_ends', ''), ('baseline_ends', 'not ')] %}
    inner join ends as {{ relation }}
        on
            {{ is_current }}{{ relation }}.is_current
            and evaluations.evaluation_key = {{ relation }}.evaluation_key
            and rules.basis_key = {{ relation }}.basis_key
            and rules.window_months = {{ relation }}.window_months
            and rules.window_function = {{ relation }}.window_function
{% endfor %}
