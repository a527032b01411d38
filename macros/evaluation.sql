{# The one way in which a tenant is held against criteria, and what becomes of a rule's cell under a
   hypothesis. #}

{# A cell of the rules as a hypothesis has it: hypothesis_rules says which value stands in the place
   of which; without a row the cell is as it is. `hypotheses` is beside the cell. #}
{% macro under_hypothesis(table, column, value) -%}
    coalesce(
        (
            select max(changes.value_after)
            from {{ ref('hypothesis_rules') }} as changes
            where
                changes.hypothesis = hypotheses.rules_hypothesis
                and changes.rule_table = '{{ table }}'
                and changes.rule_name = '{{ column }}'
                and coalesce(changes.value_before, '') = coalesce(cast({{ value }} as varchar), '')
        ),
        {{ value }}
    )
{%- endmacro %}

{# A bound as one that itself passes. Measures have at most ten decimals. #}
{% macro closed_bound(bound) -%}
    {%- set is_lower = bound.endswith('lower') -%}
    cast(
        coalesce(
            {{ bound }} {{ '+' if is_lower else '-' }} case
                when {{ bound }}_inclusive then 0 else cast(0.0000000001 as decimal(11, 10))
            end,
            {{ '-' if is_lower }}99999999999999999
        ) as decimal(28, 10)
    )
{%- endmacro %}

{# One row per asked `key`, criteria and tenant: whether the tenant meets them there, and what it
   brings. Size and activity hold on one and the same item, unless a criterion holds on the tenant:
   then the items' sum is asked. `asked` has the key and criteria_key; `measures` the key, tenant_key, item_key, measure and value. #}
{% macro criterion_results(asked, measures, key) -%}
    with questions as (
        select
            asked.{{ key }},
            asked.criteria_key,
            criteria.size_measure,
            nullif(criteria.activity_measure, criteria.size_measure) as activities_measure,
            nullif(criteria.activity_per_measure, criteria.size_measure) as wholes_measure,
            nullif(criteria.value_measure, criteria.size_measure) as counted_measure
        from {{ asked }} as asked
        inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    ),

    items as (
        select
            questions.{{ key }},
            questions.criteria_key,
            sizes.tenant_key,
            sizes.item_key,
            sizes.value as size_value,
            activities.value as activity_value,
            coalesce(wholes.value, sizes.value) as whole_value,
            coalesce(counted.value, sizes.value) as counted_value
        from questions
        inner join {{ measures }} as sizes
            on
                questions.{{ key }} = sizes.{{ key }}
                and questions.size_measure = sizes.measure
        {% for relation in ['activities', 'wholes', 'counted'] %}
            left join (
                select measures.*
                from {{ measures }} as measures
                inner join (
                    select distinct {{ relation }}_measure as measure
                    from questions
                ) as asked_for using (measure)
            ) as {{ relation }}
                on
                    questions.{{ relation }}_measure = {{ relation }}.measure
                    and sizes.{{ key }} = {{ relation }}.{{ key }}
                    and sizes.tenant_key = {{ relation }}.tenant_key
                    and sizes.item_key = {{ relation }}.item_key
        {% endfor %}
    ),

    totals as (
        select
            items.{{ key }},
            items.criteria_key,
            items.tenant_key,
            sum(items.size_value) as size_value,
            sum(items.activity_value) as activity_value,
            sum(items.whole_value) as whole_value
        from items
        inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
        where
            items.item_key <> 0
            and (criteria.size_holds_on = 'tenant' or criteria.activity_holds_on = 'tenant')
        group by items.{{ key }}, items.criteria_key, items.tenant_key
    ),

    held as (
        select
            items.*,
            case when criteria.size_holds_on = 'tenant'
                then coalesce(totals.size_value, items.size_value) else items.size_value
            end as held_size,
            case when criteria.activity_holds_on = 'tenant'
                then coalesce(totals.activity_value, items.activity_value)
                else items.activity_value
            end as held_activity,
            case when criteria.activity_holds_on = 'tenant'
                then coalesce(totals.whole_value, items.whole_value) else items.whole_value
            end as held_whole
        from items
        inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
        left join totals using ({{ key }}, criteria_key, tenant_key)
    ),

    judged as (
        select
            held.*,
            criteria.is_value_of_largest,
            held.held_size between criteria.at_least and criteria.at_most as is_sized,
            held.held_size > criteria.at_most as is_above,
            criteria.is_carried_over
            and held.held_size between criteria.before_at_least and criteria.before_at_most
                as was_sized,
            criteria.is_carried_over
            and held.held_size between criteria.carried_at_least and criteria.carried_at_most
                as is_grown,
            case
                when not criteria.has_activity then true
                else {{ ratio_within_bounds(
                    'held.held_activity', 'held.held_whole', 'criteria.activity_'
                ) }}
            end as is_active,
            {{ item_order('held', 'criteria') }} as item_order
        from held
        inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    )

    select
        {{ key }},
        criteria_key,
        tenant_key,
        coalesce(bool_or(is_sized and is_active), false) as is_met,
        coalesce(bool_or(is_sized), false) as is_sized,
        coalesce(bool_and(is_above), false) as is_above_range,
        coalesce(bool_or(was_sized), false) as was_sized,
        coalesce(bool_or(is_grown and is_active), false) as is_grown,
        cast(
            coalesce(
                case when is_value_of_largest then max(counted_value) else sum(counted_value) end,
                0
            ) as decimal(28, 10)
        ) as value,
        max(size_value) as largest_size,
        {{ first_value_by('item_key', 'item_order') }} as deciding_item_key,
        {{ first_value_by('size_value', 'item_order') }} as deciding_size,
        {{ first_value_by('activity_value', 'item_order') }} as deciding_activity
    from judged
    group by {{ key }}, criteria_key, tenant_key, is_value_of_largest
{%- endmacro %}

{# A number that orders the items of a tenant by how near each comes to the criteria: met ones by
   size, then those short of activity, then those out of bounds; the item's own number breaks ties.
   Null where usage is not told apart by items. #}
{% macro item_order(items, criteria) -%}
    case
        when {{ items }}.item_key = 0 then null
        when not {{ items }}.size_value between {{ criteria }}.at_least and {{ criteria }}.at_most
            then {{ order_number(
                3,
                'greatest(' ~ criteria ~ '.at_least - ' ~ items ~ '.size_value, '
                ~ items ~ '.size_value - ' ~ criteria ~ '.at_most, 0)'
            ) }}
        when
            {{ criteria }}.has_activity
            and not {{ ratio_within_bounds(
                items ~ '.activity_value', items ~ '.whole_value', criteria ~ '.activity_'
            ) }}
            then {{ order_number(
                2,
                criteria ~ '.activity_lower * ' ~ items ~ '.whole_value - '
                ~ items ~ '.activity_value'
            ) }}
        else {{ order_number(1, '999999999 - ' ~ items ~ '.size_value') }}
    end * 1000 + {{ items }}.item_key
{%- endmacro %}

{# A class and, within it, a number from 0 upward, to the ten-thousandth, in one whole number. #}
{% macro order_number(class, value) -%}
    {{ class }} * cast(10000000000000 as bigint) + cast(coalesce({{ value }}, 0) * 10000 as bigint)
{%- endmacro %}

{# What the two ends of a rule make of a tenant, from `results`: whether it counts now and at the
   baseline, and what it adds to the difference between the two: itself, or the value it brings.
   Where a rule asks for a level, nothing is taken off. #}
{% macro tenant_result() -%}
    is_met_current or is_carried as is_qualified_current,
    is_carried and not is_met_current as is_carried_over,
    is_qualified_baseline,
    is_above_range,
    current_value,
    baseline_value,
    cast(
        case
            when not (is_met_current or is_carried) then 0
            when counts = 'tenant' then 1
            else current_value
        end
        - case
            when comparison = 'level' or not is_qualified_baseline then 0
            when counts = 'tenant' then 1
            else baseline_value
        end
    as decimal(28, 10)) as contribution
{%- endmacro %}

{# The value of a measure from the two figures that usage has: the amount, the active users, or the
   smaller of the two. #}
{% macro figure_value(figure, figures) -%}
    cast(
        coalesce(
            case {{ figure }}
                when 'amount' then {{ figures }}.amount
                when 'active' then {{ figures }}.active_count
                else
                    least(
                        coalesce({{ figures }}.amount, 0), coalesce({{ figures }}.active_count, 0)
                    )
            end,
            0
        ) as decimal(28, 10)
    )
{%- endmacro %}
