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

{# A DECIMAL(28,10) as the whole number of its ten-billionths. #}
{% macro scaled(value) %}cast({{ value }} * cast('10000000000' as hugeint) as hugeint){% endmacro %}

{# max_points × least(units, units_at_max) ÷ units_at_max, rounded half up to four decimals, by
   whole numbers only: twentieths and sixths stay exact until this one rounding. Never below
   zero. #}
{% macro points_of(max_points, units, units_at_max) -%}
    {{ return(adapter.dispatch('points_of')(max_points, units, units_at_max)) }}
{%- endmacro %}

{# What a change of units is worth at a metric's rate, signed and without floor or cap: max_points ×
   units ÷ units_at_max, rounded half away from zero to four decimals. #}
{% macro uncapped_points(max_points, units, units_at_max) -%}
    {{ return(adapter.dispatch('uncapped_points')(max_points, units, units_at_max)) }}
{%- endmacro %}

{# Points of a metric as Partner Center prints them: rounded half up to one decimal. #}
{% macro shown_points(points) %}round({{ points }}, 1){% endmacro %}

{# A total as Partner Center prints it: rounded half up to a whole number. #}
{% macro shown_total(total) -%}
    cast(floor({{ total }} + cast(0.5 as decimal(2, 1))) as integer)
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
