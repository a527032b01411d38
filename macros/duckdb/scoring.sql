{# What only DuckDB knows of ../scoring.sql. #}

{% macro duckdb__steps_in(net, step, step_rounding) -%}
    cast(case
        when {{ step_rounding }} = 'whole'
            then {{ scaled(net) }} // {{ scaled(step) }}
        else {{ scaled(scaled(net)) }} // {{ scaled(step) }} * cast(0.0000000001 as decimal(11, 10))
    end as decimal(28, 10))
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
