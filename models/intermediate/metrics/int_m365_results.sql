-- One row per scored evaluation, rule (path, metric and part) and tenant with a row of Microsoft 365
-- usage: the result of the rule's test, and what the tenant adds to the metric; a passing
-- tenant enters with the protected users of all its workloads.
{{ config(materialized='view') }}

with results as (
    select
        tests.evaluation_key,
        rules.rule_key,
        tests.test_key,
        tests.tenant_key,
        rules.counts,
        rules.comparison,
        tests.is_met_current,
        tests.is_carried,
        tests.is_qualified_baseline,
        tests.is_sized_current,
        tests.is_above_range,
        -- Licences of several workloads may be those of the same people (decision 20).
        {% for window in ['current', 'baseline'] %}
            case rules.value_measure
                when 'largest_protected_users' then tests.{{ window }}_largest_value
                else tests.{{ window }}_value
            end as {{ window }}_value,
        {% endfor %}
    from {{ ref('int_m365_tests') }} as tests
    inner join {{ ref('int_part_rules') }} as rules using (test_key)
)

select
    evaluation_key,
    rule_key,
    test_key,
    tenant_key,
    is_sized_current,
    {{ tenant_result() }}
from results
