-- One row per evaluation of the newest month, test, tenant, workload, criterion and bound that the
-- workload's licences come near, on either side: where the line is and the first figure across it.
with tests as (
    select distinct
        rules.solution_area,
        rules.rule_version,
        {{ seat_tests('rules') }}
        cast(rules.lower as decimal(13, 4)) as lower,
        rules.lower_inclusive,
        cast(rules.upper as decimal(13, 4)) as upper,
        rules.upper_inclusive,
        {% for bound in ['lower', 'upper'] %}
            cast(
                {{ near_distance('rules.' ~ bound, 'distances') }} as decimal(13, 4)
            ) as {{ bound }}_distance,
        {% endfor %}
    from {{ ref('int_part_rules') }} as rules
    inner join {{ ref('near_distances') }} as distances
        on rules.solution_area = distances.solution_area and distances.measure = 'paid'
    where rules.part = 'm365'
),

bounds as (
    {% for criterion, bound in [
        ('size', 'lower'), ('size', 'upper'), ('activity', 'lower'), ('activity', 'upper')
    ] %}
        {% set column = 'tests.' ~ ('' if criterion == 'size' else 'activity_') ~ bound %}
        {% set paid, active = 'windows.current_paid_count', 'windows.current_active_count' %}
        select
            windows.evaluation_key,
            tests.test_key,
            windows.tenant_key,
            windows.workload_key,
            windows.workload,
            '{{ criterion }}' as criterion,
            '{{ bound }}' as bound,
            {{ column }}_inclusive as is_inclusive,
            {{ paid }},
            {{ active }},
            {{ paid if criterion == 'size' else active }} as measured,
            cast(
                {{ column if criterion == 'size' else column ~ ' * ' ~ paid }} as decimal(13, 4)
            ) as threshold,
        from {{ ref('int_m365_windows') }} as windows
        inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
        inner join tests using (solution_area, rule_version, basis_key, window_months)
        {% if criterion == 'activity' %}
            inner join {{ ref('near_distances') }} as distances
                on tests.solution_area = distances.solution_area and distances.measure = 'active'
        {% endif %}
        where
            evaluations.is_newest_month
            {% if criterion == 'size' %}
                and {{ column }}_distance > 0
                and {{ paid }} between {{ column }} - {{ column }}_distance
                and {{ column }} + {{ column }}_distance
            {% else %}
                and tests.activity_holds_on = 'tenant_workload'
                and abs({{ active }} - {{ column }} * {{ paid }}) * 100
                <= distances.distance_pct * {{ paid }}
                -- The activity of a workload that is too small or too large changes nothing.
                and (
                    {{ paid }} between tests.at_least and tests.at_most
                    or (
                        tests.carried_from_path is not null
                        and {{ paid }} between tests.carried_at_least and tests.carried_at_most
                    )
                )
            {% endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    row_number() over (
        order by evaluation_key, test_key, tenant_key, workload_key, criterion, bound
    ) as near_key,
    *,
    {{ is_above('measured', 'threshold', is_threshold_above('bound', 'is_inclusive')) }}
        as is_above,
    cast({{ across(
        'measured', 'threshold', is_threshold_above('bound', 'is_inclusive'), true
    ) }} as decimal(13, 4)) as measured_across,
from bounds
