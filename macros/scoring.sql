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

{# Steps of growth in per cent of the baseline, which is above 0: never below zero, rounded half up to
   ten decimals, or cut to whole ones. Whole numbers only, as both values are scaled to integers. #}
{% macro percent_steps(current_value, baseline_value, step, step_rounding) -%}
    {{ return(adapter.dispatch('percent_steps')(
        current_value, baseline_value, step, step_rounding
    )) }}
{%- endmacro %}

{# The growth that earns the next whole point after those that the exact fraction has, rounded up to
   ten decimals. #}
{% macro percent_growth(max_points, current_value, baseline_value, step, units_at_max) -%}
    {{ return(adapter.dispatch('percent_growth')(
        max_points, current_value, baseline_value, step, units_at_max
    )) }}
{%- endmacro %}

{# A part of a whole above 0 in per cent, rounded half up to ten decimals: the growth that the part
   alone would be. #}
{% macro share_pct(part, whole) -%}
    {{ percent_steps(
        'cast(' ~ part ~ ' + ' ~ whole ~ ' as decimal(28, 10))',
        'cast(' ~ whole ~ ' as decimal(28, 10))',
        'cast(1 as decimal(28, 10))',
        "'proportional'",
    ) }}
{%- endmacro %}

{# Points of such growth: from the exact fraction, so that they are rounded once. #}
{% macro percent_points(
    max_points, current_value, baseline_value, step, step_rounding, units_at_max
) -%}
    {{ return(adapter.dispatch('percent_points')(
        max_points, current_value, baseline_value, step, step_rounding, units_at_max
    )) }}
{%- endmacro %}

{# What a change of units is worth at a metric's rate, signed and without floor or cap: max_points ×
   units ÷ units_at_max, rounded half away from zero to four decimals. #}
{% macro uncapped_points(max_points, units, units_at_max) -%}
    {{ return(adapter.dispatch('uncapped_points')(max_points, units, units_at_max)) }}
{%- endmacro %}

{# The same, for units at the rate of a row's own maximum; where nothing leads to it, no points. #}
{% macro points_at_rate(units, rates='') -%}
    case
        when {{ rates }}units_at_max = 0 then 0
        else {{ uncapped_points(
            rates ~ 'max_points', units, 'nullif(' ~ rates ~ 'units_at_max, 0)'
        ) }}
    end
{%- endmacro %}

{# Points of a metric as Partner Center prints them: rounded half up to one decimal. #}
{% macro shown_points(points) %}round({{ points }}, 1){% endmacro %}

{# A total as Partner Center prints it: rounded half up to a whole number. #}
{% macro shown_total(total) -%}
    cast(floor({{ total }} + cast(0.5 as decimal(2, 1))) as integer)
{%- endmacro %}

{# The total that is held against the qualifying points, as the programme's `pass_basis` says. #}
{% macro counted_total(total) -%}
    case pass_basis when 'rounded' then {{ shown_total(total) }} else {{ total }} end
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

{# What a percentage must still gain, in the unit of its parts, to the next whole point, and to the gate
   where it is asked of the value now; null at the maximum, and where the baseline keeps it from
   earning any. #}
{% macro percent_to_next_point(parts, totals, scores) -%}
    {#- Before the gate nothing is earned, however much has grown. -#}
    {%- set earned_on -%}
        case
            when {{ scores }}.status = 'gate_not_met' then {{ totals }}.baseline_value
            else {{ totals }}.current_value
        end
    {%- endset -%}
    case
        when
            {{ scores }}.status in ('scored', 'no_points', 'gate_not_met')
            and {{ totals }}.baseline_value > 0
            and ({{ scores }}.status <> 'gate_not_met' or {{ parts }}.gate_on = 'current')
            then
                greatest(
                    cast(
                        {{ totals }}.baseline_value + {{ percent_growth(
                            parts ~ '.max_points',
                            earned_on,
                            totals ~ '.baseline_value',
                            parts ~ '.step',
                            parts ~ '.steps_to_max',
                        ) }}
                        - {{ totals }}.current_value as decimal(28, 10)
                    ),
                    case
                        when {{ scores }}.status = 'gate_not_met'
                            then
                                cast(
                                    {{ parts }}.gate_lower - {{ totals }}.current_value
                                    as decimal(28, 10)
                                )
                    end
                )
    end
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
