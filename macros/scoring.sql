{# The only place where a bound, a step, a cap and a rounding are spelled. Order of operations:
   measure → bounds → net → floor → steps → cap → rate → round once. #}

{# A measure within the bounds of a criterion row; an empty bound does not bind, an absent
   measure meets nothing. #}
{% macro within_bounds(measure, bounds='') -%}
    (
        {{ measure }} is not null
        and (
            {{ bounds }}lower is null
            or {{ measure }} > {{ bounds }}lower
            or ({{ bounds }}lower_inclusive and {{ measure }} = {{ bounds }}lower)
        )
        and (
            {{ bounds }}upper is null
            or {{ measure }} < {{ bounds }}upper
            or ({{ bounds }}upper_inclusive and {{ measure }} = {{ bounds }}upper)
        )
    )
{%- endmacro %}

{# A ratio against its bounds by multiplication, so that no division rounds: part >= lower ×
   whole. #}
{% macro ratio_within_bounds(part, whole, bounds='') -%}
    (
        (
            {{ bounds }}lower is null
            or {{ part }} > {{ bounds }}lower * {{ whole }}
            or ({{ bounds }}lower_inclusive and {{ part }} = {{ bounds }}lower * {{ whole }})
        )
        and (
            {{ bounds }}upper is null
            or {{ part }} < {{ bounds }}upper * {{ whole }}
            or ({{ bounds }}upper_inclusive and {{ part }} = {{ bounds }}upper * {{ whole }})
        )
    )
{%- endmacro %}

{# Steps in a net value, toward zero when whole; exact, as both are scaled to integers of 10^-10
   first. #}
{% macro steps_in(net, step, step_rounding) -%}
    {{ return(adapter.dispatch('steps_in')(net, step, step_rounding)) }}
{%- endmacro %}
{% macro duckdb__steps_in(net, step, step_rounding) -%}
    cast(case
        when {{ step_rounding }} = 'whole'
            then {{ scaled(net) }} // {{ scaled(step) }}
        else {{ scaled(scaled(net)) }} // {{ scaled(step) }} * cast(0.0000000001 as decimal(11, 10))
    end as decimal(28, 10))
{%- endmacro %}

{# A DECIMAL(28,10) as the whole number of its ten-billionths. #}
{% macro scaled(value) %}cast({{ value }} * cast('10000000000' as hugeint) as hugeint){% endmacro %}

{# max_points × least(units, units_at_max) ÷ units_at_max, rounded half up to four decimals, by
   whole numbers only: twentieths and sixths stay exact until this one rounding. Never below
   zero. #}
{% macro points_of(max_points, units, units_at_max) -%}
    {{ return(adapter.dispatch('points_of')(max_points, units, units_at_max)) }}
{%- endmacro %}
{% macro duckdb__points_of(max_points, units, units_at_max) -%}
    cast(
        (
            {{ scaled(max_points) }}
            * {{ scaled('least(greatest(' ~ units ~ ', 0), ' ~ units_at_max ~ ')') }}
            * 2 + {{ scaled(units_at_max) }} * 1000000
        )
        // ({{ scaled(units_at_max) }} * 2 * 1000000)
        * cast(0.0001 as decimal(5, 4))
    as decimal(9, 4))
{%- endmacro %}

{# What a change of units is worth at a metric's rate, signed and without floor or cap: max_points ×
   units ÷ units_at_max, rounded half away from zero to four decimals. #}
{% macro uncapped_points(max_points, units, units_at_max) -%}
    {{ return(adapter.dispatch('uncapped_points')(max_points, units, units_at_max)) }}
{%- endmacro %}
{% macro duckdb__uncapped_points(max_points, units, units_at_max) -%}
    cast(
        cast(sign({{ units }}) as hugeint) * (
            {{ scaled(max_points) }} * {{ scaled('abs(' ~ units ~ ')') }}
            * 2 + {{ scaled(units_at_max) }} * 1000000
        )
        // ({{ scaled(units_at_max) }} * 2 * 1000000)
        * cast(0.0001 as decimal(5, 4))
    as decimal(18, 4))
{%- endmacro %}

{# Points of a metric as Partner Center prints them: rounded half up to one decimal. #}
{% macro shown_points(points) %}round({{ points }}, 1){% endmacro %}

{# A total as Partner Center prints it: rounded half up to a whole number. #}
{% macro shown_total(total) -%}
    cast(floor({{ total }} + cast(0.5 as decimal(2, 1))) as integer)
{%- endmacro %}

{# What the test of a rule makes of a tenant, from `results`: whether the tenant counts now and at
   the baseline, and what it adds to the difference between the two: itself, or the value it
   brings. Where a rule asks for a level, nothing is taken off. #}
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
    as decimal(28, 10)) as contribution,
{%- endmacro %}

{# What a part alone must still gain, in its own unit, before one more step counts; null at the
   maximum. Where each line is floored by itself, a negative line first has to come back to
   nothing; where lines are netted, so has their sum, the other line held as it is. `total_units`
   are the metric's signed steps. #}
{% macro to_next_step(parts, total_units) -%}
    cast(
        case
            when {{ total_units }} >= {{ parts }}.steps_to_max then null
            when {{ parts }}.combine = 'floor_each' or {{ total_units }} >= 0
                then
                    case
                        when {{ parts }}.net_value < 0 and {{ parts }}.combine = 'floor_each'
                            then {{ parts }}.step - {{ parts }}.net_value
                        else {{ next_step_gap(parts, '1') }}
                    end
            else {{ next_step_gap(parts, '1 - ' ~ total_units) }}
        end as decimal(28, 10)
    )
{%- endmacro %}

{# Gain that brings the part from its net value to `more` steps beyond those it has. #}
{% macro next_step_gap(parts, more) -%}
    ({{ parts }}.counted_units + ({{ more }})) * {{ parts }}.step - {{ parts }}.net_value
{%- endmacro %}

{# Change against the baseline in per cent, shown and never scored (decision 11); null where
   nothing was there. #}
{% macro change_pct(current_value, baseline_value) -%}
    cast(
        round(
            cast({{ current_value }} - {{ baseline_value }} as double) * 100
            / nullif(cast({{ baseline_value }} as double), 0),
            4
        ) as decimal(28, 10)
    )
{%- endmacro %}

{# The columns of int_part_rules that seats are held against, as narrow as the seats are: a
   licence is compared millions of times, and a wide decimal costs ten times as much. For the
   same reason bounds are closed ones here: above a bound is a ten-thousandth more, seats having four
   decimals. #}
{% macro seat_tests(rules) -%}
    {{ rules }}.test_key,
    {{ rules }}.basis_key,
    {{ rules }}.window_months,
    {{ rules }}.carried_from_path,
    {{ rules }}.has_activity,
    {{ rules }}.activity_holds_on,
    {% for bounds in ['', 'carried_'] %}
        {% set lower, upper = rules ~ '.' ~ bounds ~ 'lower', rules ~ '.' ~ bounds ~ 'upper' %}
        coalesce(
            cast({{ lower }} as decimal(13, 4))
            + case when {{ lower }}_inclusive then 0 else cast(0.0001 as decimal(5, 4)) end,
            cast(-999999999 as decimal(13, 4))
        ) as {{ bounds }}at_least,
        coalesce(
            cast({{ upper }} as decimal(13, 4))
            - case when {{ upper }}_inclusive then 0 else cast(0.0001 as decimal(5, 4)) end,
            cast(999999999 as decimal(13, 4))
        ) as {{ bounds }}at_most,
    {% endfor %}
    {% for bound in ['activity_lower', 'activity_upper'] %}
        cast({{ rules }}.{{ bound }} as decimal(5, 4)) as {{ bound }},
        {{ rules }}.{{ bound }}_inclusive,
    {% endfor %}
{%- endmacro %}

{# A number that orders the workloads of a tenant by how near each comes to the criteria (tests
   side by side as in int_part_rules): met ones by size, then those short of active licences,
   then those out of bounds; the workload's own number breaks ties. Null, and so never first,
   where the workload has no seats. #}
{% macro workload_order(paid, active, workload_key) -%}
    case
        when {{ paid }} is null then null
        when not {{ paid }} between tests.at_least and tests.at_most
            then {{ order_number(
                3, 'greatest(tests.at_least - ' ~ paid ~ ', ' ~ paid ~ ' - tests.at_most, 0)'
            ) }}
        when tests.has_activity and not {{ ratio_within_bounds(active, paid, 'tests.activity_') }}
            then {{ order_number(2, 'tests.activity_lower * ' ~ paid ~ ' - ' ~ active) }}
        else {{ order_number(1, '999999999 - ' ~ paid) }}
    end * 1000 + {{ workload_key }}
{%- endmacro %}

{# A class and, within it, a number from 0 upward, to the ten-thousandth, in one whole number. #}
{% macro order_number(class, value) -%}
    {{ class }} * cast(10000000000000 as bigint) + cast(coalesce({{ value }}, 0) * 10000 as bigint)
{%- endmacro %}
