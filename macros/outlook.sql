{# The only place where "near a threshold" and "across it" are spelled. #}

{# How far from a threshold is near, in the unit of the measure; nothing where nothing is. #}
{% macro near_distance(threshold, distances) -%}
    greatest(
        {{ distances }}.distance_pct * abs({{ threshold }}) * cast(0.01 as decimal(2, 2)),
        {{ distances }}.at_least
    )
{%- endmacro %}

{# Whether a measure lies within the configured distance of a threshold, on either side. #}
{% macro is_near(measure, threshold, distances) -%}
    (
        {{ near_distance(threshold, distances) }} > 0
        and abs({{ measure }} - {{ threshold }}) <= {{ near_distance(threshold, distances) }}
    )
{%- endmacro %}

{# Whether the threshold itself lies above the line: an inclusive lower bound and an exclusive
   upper bound do. #}
{% macro is_threshold_above(bound, is_inclusive) -%}
    (({{ bound }} = 'lower') = {{ is_inclusive }})
{%- endmacro %}

{# Which side of the line a measure is on. #}
{% macro is_above(measure, threshold, is_threshold_above) -%}
    ({{ measure }} > {{ threshold }} or ({{ is_threshold_above }} and {{ measure }} = {{ threshold }}))
{%- endmacro %}

{# The first value on the other side of the line: licences are whole, money goes by the smallest
   amount there is. #}
{% macro across(measure, threshold, is_threshold_above, is_whole) -%}
    {% set tick = '1' if is_whole else 'cast(0.0000000001 as decimal(28, 10))' %}
    {% set first_above = 'ceil(' ~ threshold ~ ')' if is_whole else threshold %}
    {% set last_below = 'floor(' ~ threshold ~ ')' if is_whole else threshold %}
    case
        when {{ is_above(measure, threshold, is_threshold_above) }}
            then
                case
                    when {{ is_threshold_above }} then {{ first_above }} - {{ tick }}
                    else {{ last_below }}
                end
        when {{ is_threshold_above }} then {{ first_above }}
        else {{ last_below }} + {{ tick }}
    end
{%- endmacro %}

{# Points of the metric if one part's net changed and all else stayed: a part's row, beside the
   signed steps of all parts of the metric. #}
{% macro points_after_change(net_change, parts, totals) -%}
    {% set net = '(' ~ parts ~ '.net_value + ' ~ net_change ~ ')' %}
    {{ points_of(
        parts ~ '.max_points',
        totals ~ '.counted_units - ' ~ parts ~ '.counted_units + ' ~ steps_in(
            'case ' ~ parts ~ ".combine when 'floor_each' then greatest(" ~ net ~ ', 0) else '
            ~ net ~ ' end',
            parts ~ '.step',
            parts ~ '.step_rounding',
        ),
        parts ~ '.steps_to_max',
    ) }}
{%- endmacro %}
