{# The one way in which a tenant is held against criteria, and what becomes of a rule's cell under a
   hypothesis. #}

{# Whether a value is one of those in a cell of the seeds that parts several by bars. #}
{% macro is_listed(value, cell) -%}
    concat('|', {{ cell }}, '|') like concat('%|', {{ value }}, '|%')
{%- endmacro %}

{# A cell of the rules as a hypothesis has it: hypothesis_rules says which value stands in the place
   of which; without a row the cell is as it is. `hypotheses` is beside the cell; a cell of criteria
   says which `criterion` it is of. #}
{% macro under_hypothesis(table, column, value, criterion="''") -%}
    coalesce(
        (
            select max(changes.value_after)
            from {{ ref('hypothesis_rules') }} as changes
            where
                changes.hypothesis = hypotheses.rules_hypothesis
                and changes.rule_table = '{{ table }}'
                and changes.rule_name = '{{ column }}'
                and coalesce(changes.criterion, {{ criterion }}) = {{ criterion }}
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

{# The figures of usage side by side, one row per `key`, tenant and item: `measures` has the key,
   tenant_key, item_key, measure and value. #}
{% macro figures_of(measures, key) -%}
    select
        measures.{{ key }},
        measures.tenant_key,
        measures.item_key,
        {% for figure in ['amount', 'active', 'smaller'] %}
            max(case when names.figure = '{{ figure }}' then measures.value end)
                as {{ figure }}_value{{ ',' if not loop.last }}
        {% endfor %}
    from {{ measures }} as measures
    inner join (
        select distinct
            measure,
            figure
        from {{ ref('usage_measures') }}
    ) as names using (measure)
    group by measures.{{ key }}, measures.tenant_key, measures.item_key
{%- endmacro %}

{# One of the figures side by side. #}
{% macro picked_figure(figure, figures) -%}
    case {{ figure }}
        when 'amount' then {{ figures }}.amount_value
        when 'active' then {{ figures }}.active_value
        when 'smaller' then {{ figures }}.smaller_value
    end
{%- endmacro %}

{# One row per asked `key`, criteria and tenant of which an item meets some of the criteria: which it
   meets. Size and activity hold on one and the same item, unless a criterion holds on the tenant:
   then the items' sum is asked. `asked` has the key and criteria_key; `figures` is what figures_of
   makes. #}
{% macro criterion_results(asked, figures, key) -%}
    -- Only where criteria hold on tenants whose usage is told apart by items.
    with tenants as (
        select
            figures.{{ key }},
            figures.tenant_key,
            {% for figure in ['amount', 'active', 'smaller'] %}
                sum(figures.{{ figure }}_value) as {{ figure }}_value{{ ',' if not loop.last }}
            {% endfor %}
        from {{ figures }} as figures
        where
            figures.item_key <> 0
            and figures.{{ key }} in (
                select asking.{{ key }}
                from {{ asked }} as asking
                inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
                where criteria.size_holds_on = 'tenant' or criteria.activity_holds_on = 'tenant'
            )
        group by figures.{{ key }}, figures.tenant_key
    ),

    held as (
        select
            asked.{{ key }},
            asked.criteria_key,
            figures.tenant_key,
            {% for value, figure, holds_on in [
                ('size_value', 'size_figure', 'size_holds_on'),
                ('activity_value', 'activity_figure', 'activity_holds_on'),
                ('whole_value', 'whole_figure', 'activity_holds_on'),
            ] %}
                case
                    when criteria.{{ holds_on }} = 'tenant' and tenants.tenant_key is not null
                        then {{ picked_figure('criteria.' ~ figure, 'tenants') }}
                    else {{ picked_figure('criteria.' ~ figure, 'figures') }}
                end as {{ value }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ asked }} as asked
        inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
        inner join {{ figures }} as figures using ({{ key }})
        left join tenants
            on
                figures.{{ key }} = tenants.{{ key }}
                and figures.tenant_key = tenants.tenant_key
    ),

    judged as (
        select
            held.{{ key }},
            held.criteria_key,
            held.tenant_key,
            held.size_value between criteria.at_least and criteria.at_most as is_sized,
            criteria.is_carried_over
            and held.size_value between criteria.before_at_least and criteria.before_at_most
                as was_sized,
            criteria.is_carried_over
            and held.size_value between criteria.carried_at_least and criteria.carried_at_most
                as is_grown,
            case
                when not criteria.has_activity then true
                else {{ ratio_within_bounds(
                    'held.activity_value', 'held.whole_value', 'criteria.activity_'
                ) }}
            end as is_active
        from held
        inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    )

    select
        {{ key }},
        criteria_key,
        tenant_key,
        coalesce(bool_or(is_sized and is_active), false) as is_met,
        bool_or(is_sized) as is_sized,
        bool_or(was_sized) as was_sized,
        coalesce(bool_or(is_grown and is_active), false) as is_grown
    from judged
    where is_sized or was_sized or is_grown
    group by {{ key }}, criteria_key, tenant_key
{%- endmacro %}

{# A number that orders the items of a tenant by how near each comes to the criteria: met ones by
   size, then those short of activity, then those out of bounds; the item's own number breaks ties,
   and can be read from it (ordered_item). #}
{% macro item_order(figures, criteria) -%}
    {%- set size = picked_figure(criteria ~ '.size_figure', figures) -%}
    {%- set activity = picked_figure(criteria ~ '.activity_figure', figures) -%}
    {%- set whole = picked_figure(criteria ~ '.whole_figure', figures) -%}
    case
        when not {{ size }} between {{ criteria }}.at_least and {{ criteria }}.at_most
            then {{ order_number(
                3,
                'greatest(' ~ criteria ~ '.at_least - ' ~ size ~ ', ' ~ size ~ ' - '
                ~ criteria ~ '.at_most, 0)'
            ) }}
        when
            {{ criteria }}.has_activity
            and not {{ ratio_within_bounds(activity, whole, criteria ~ '.activity_') }}
            then {{ order_number(
                2, criteria ~ '.activity_lower * ' ~ whole ~ ' - ' ~ activity
            ) }}
        else {{ order_number(1, '999999999 - ' ~ size) }}
    end * 1000 + {{ figures }}.item_key
{%- endmacro %}

{# The item that such a number is of. #}
{% macro ordered_item(item_order) %}{{ item_order }} % 1000{% endmacro %}

{# A class and, within it, a number from 0 upward, to the ten-thousandth, in one whole number.
   Licences have no more places, and a double holds them all at a tenth of the time. #}
{% macro order_number(class, value) -%}
    {{ class }} * cast(10000000000000 as bigint) + cast(
        cast(coalesce({{ value }}, 0) as double) * 10000 as bigint
    )
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
                when 'amount' then {{ figures }}.amount_value
                when 'active' then {{ figures }}.active_value
                else
                    least(
                        coalesce({{ figures }}.amount_value, 0),
                        coalesce({{ figures }}.active_value, 0)
                    )
            end,
            0
        ) as decimal(28, 10)
    )
{%- endmacro %}
