-- One row per evaluation of the newest month, rule, tenant, item, criterion and bound that a measure
-- comes near, on either side: where the line is and the first value across it. An activity criterion
-- is near only where the item is neither too small nor too large for it.
with rules as (
    select
        asked.evaluation_key,
        asked.current_end_key,
        asked.baseline_end_key,
        rules.*
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    where evaluations.is_newest_month
),

bounds as (
    {% for criterion, bound in [
        ('size', 'lower'), ('size', 'upper'), ('activity', 'lower'), ('activity', 'upper')
    ] %}
        {% set prefix = '' if criterion == 'size' else 'activity_' %}
        {% set column = 'rules.' ~ prefix ~ bound %}
        select
            rules.evaluation_key,
            rules.rule_key,
            rules.criteria_key,
            rules.part,
            rules.current_end_key,
            rules.baseline_end_key,
            sizes.tenant_key,
            sizes.item_key,
            '{{ criterion }}' as criterion,
            '{{ bound }}' as bound,
            rules.{{ criterion }}_measure as measure,
            {{ column }}_inclusive as is_inclusive,
            rules.is_whole,
            {% if criterion == 'size' %}
                sizes.value as measured,
                cast({{ column }} as decimal(28, 10)) as threshold,
            {% else %}
                activities.value as measured,
                cast({{ column }} * wholes.value as decimal(28, 10)) as threshold,
            {% endif %}
            distances.distance_pct,
            distances.at_least
        from rules
        inner join {{ ref('int_measures') }} as sizes
            on rules.current_end_key = sizes.end_key and rules.size_measure = sizes.measure
        inner join {{ ref('near_distances') }} as distances
            on
                rules.solution_area = distances.solution_area
                and rules.{{ criterion }}_measure = distances.measure
        {% if criterion == 'size' %}
            where {{ is_near('sizes.value', column, 'distances') }}
        {% else %}
            inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
            {% for relation, measure in [
                ('activities', 'activity_measure'), ('wholes', 'activity_per_measure')
            ] %}
                inner join {{ ref('int_measures') }} as {{ relation }}
                    on
                        rules.{{ measure }} = {{ relation }}.measure
                        and sizes.end_key = {{ relation }}.end_key
                        and sizes.tenant_key = {{ relation }}.tenant_key
                        and sizes.item_key = {{ relation }}.item_key
            {% endfor %}
            where
                rules.has_activity
                and rules.activity_holds_on = 'tenant_workload'
                and abs(activities.value - {{ column }} * wholes.value) * 100
                <= distances.distance_pct * wholes.value
                and (
                    sizes.value between criteria.at_least and criteria.at_most
                    or (
                        criteria.is_carried_over
                        and sizes.value
                        between criteria.carried_at_least and criteria.carried_at_most
                    )
                )
        {% endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    row_number() over (
        order by evaluation_key, rule_key, tenant_key, item_key, criterion, bound
    ) as near_key,
    evaluation_key,
    rule_key,
    criteria_key,
    part,
    current_end_key,
    baseline_end_key,
    tenant_key,
    item_key,
    criterion,
    bound,
    measure,
    measured,
    threshold,
    is_inclusive,
    {{ is_above('measured', 'threshold', is_threshold_above('bound', 'is_inclusive')) }}
        as is_above,
    case
        when is_whole then cast({{ across(
            'measured', 'threshold', is_threshold_above('bound', 'is_inclusive'), true
        ) }} as decimal(28, 10))
        else cast({{ across(
            'measured', 'threshold', is_threshold_above('bound', 'is_inclusive'), false
        ) }} as decimal(28, 10))
    end as measured_across
from bounds
