-- One row per evaluation of the newest month, criteria, tenant, item, criterion and bound that a
-- measure comes near, on either side: where the line is and the first value across it. An activity
-- criterion is near only where the item is neither too small nor too large for it.
with asked as (
    select distinct
        rules.evaluation_key,
        rules.criteria_key,
        rules.part,
        evaluations.solution_area,
        rules.current_end_key as end_key,
        rules.baseline_end_key
    from {{ ref('int_asked_rules') }} as rules
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    where evaluations.is_newest_month and rules.counts <> 'service'
),

bounds as (
    select distinct
        criteria_key,
        is_whole,
        lower,
        lower_inclusive,
        upper,
        upper_inclusive,
        activity_lower,
        activity_lower_inclusive,
        activity_upper,
        activity_upper_inclusive
    from {{ ref('int_part_rules') }}
),

items as (
    select
        asked.evaluation_key,
        asked.criteria_key,
        asked.part,
        asked.end_key,
        asked.baseline_end_key,
        asked.solution_area,
        figures.tenant_key,
        figures.item_key,
        bounds.is_whole,
        bounds.lower,
        bounds.lower_inclusive,
        bounds.upper,
        bounds.upper_inclusive,
        bounds.activity_lower,
        bounds.activity_lower_inclusive,
        bounds.activity_upper,
        bounds.activity_upper_inclusive,
        criteria.size_measure,
        criteria.activity_measure,
        criteria.has_activity and criteria.activity_holds_on = 'tenant_workload'
            as is_activity_of_items,
        {{ picked_figure('criteria.size_figure', 'figures') }} as size_value,
        {{ picked_figure('criteria.activity_figure', 'figures') }} as activity_value,
        {{ picked_figure('criteria.whole_figure', 'figures') }} as whole_value,
        criteria.at_least as size_at_least,
        criteria.at_most as size_at_most,
        criteria.is_carried_over,
        criteria.carried_at_least,
        criteria.carried_at_most
    from asked
    inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    inner join bounds using (criteria_key)
    inner join {{ ref('int_item_figures') }} as figures using (end_key)
),

near as (
    {% for criterion, bound in [
        ('size', 'lower'), ('size', 'upper'), ('activity', 'lower'), ('activity', 'upper')
    ] %}
        {% set column = 'items.' ~ ('' if criterion == 'size' else 'activity_') ~ bound %}
        select
            items.evaluation_key,
            items.criteria_key,
            items.part,
            items.end_key,
            items.baseline_end_key,
            items.tenant_key,
            items.item_key,
            items.is_whole,
            '{{ criterion }}' as criterion,
            '{{ bound }}' as bound,
            items.{{ criterion }}_measure as measure,
            {{ column }}_inclusive as is_inclusive,
            items.{{ criterion }}_value as measured,
            cast(
                {{ column }}{{ ' * items.whole_value' if criterion == 'activity' }}
                as decimal(28, 10)
            ) as threshold
        from items
        inner join {{ ref('near_distances') }} as distances
            on
                items.solution_area = distances.solution_area
                and items.{{ criterion }}_measure = distances.measure
        {% if criterion == 'size' %}
            where {{ is_near('items.size_value', column, 'distances') }}
        {% else %}
            where
                items.is_activity_of_items
                and abs(items.activity_value - {{ column }} * items.whole_value) * 100
                <= distances.distance_pct * items.whole_value
                and (
                    items.size_value between items.size_at_least and items.size_at_most
                    or (
                        items.is_carried_over
                        and items.size_value
                        between items.carried_at_least and items.carried_at_most
                    )
                )
        {% endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    row_number() over (
        order by evaluation_key, criteria_key, tenant_key, item_key, criterion, bound
    ) as near_key,
    evaluation_key,
    criteria_key,
    part,
    end_key,
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
from near
