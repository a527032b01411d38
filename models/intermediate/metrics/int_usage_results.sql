-- One row per scored evaluation, rule (path, metric and part) and tenant with a row of usage of the
-- part: the results of both product lines.
{{ config(materialized='view') }}

{% for part, test_key in [('azure', 'cast(null as bigint)'), ('m365', 'test_key')] %}
    select
        evaluation_key,
        rule_key,
        {{ test_key }} as test_key,
        tenant_key,
        is_qualified_current,
        is_carried_over,
        is_qualified_baseline,
        is_sized_current,
        is_above_range,
        cast(current_value as decimal(28, 10)) as current_value,
        cast(baseline_value as decimal(28, 10)) as baseline_value,
        contribution,
    from {{ ref('int_' ~ part ~ '_results') }}
    {{ 'union all' if not loop.last }}
{% endfor %}
