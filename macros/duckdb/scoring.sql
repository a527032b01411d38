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

{# Growth in steps as a fraction of two whole numbers: (current - baseline) per cent of the baseline
   by the step. A step has at most four decimals, so that the products stay within what a hugeint
   holds up to amounts of a hundred thousand million. #}
{% macro duckdb_growth(current_value, baseline_value) -%}
    ({{ scaled('(' ~ current_value ~ ' - ' ~ baseline_value ~ ')') }} * 1000000)
{%- endmacro %}

{# One step of it in the same whole numbers. #}
{% macro duckdb_growth_unit(baseline_value, step) -%}
    ({{ scaled(baseline_value) }} * ({{ scaled(step) }} // 1000000))
{%- endmacro %}

{% macro duckdb__percent_steps(current_value, baseline_value, step, step_rounding) -%}
    {%- set growth = duckdb_growth(current_value, baseline_value) -%}
    {%- set unit = duckdb_growth_unit(baseline_value, step) -%}
    cast(case
        when {{ growth }} <= 0 then 0
        when {{ growth }} // {{ unit }} >= 999999999 then 999999999
        when {{ step_rounding }} = 'whole' then {{ growth }} // {{ unit }}
        else
            {{ growth }} // {{ unit }}
            + (
                {{ growth }} % {{ unit }} * cast('10000000000' as hugeint) * 2 + {{ unit }}
            ) // ({{ unit }} * 2) * cast(0.0000000001 as decimal(11, 10))
    end as decimal(28, 10))
{%- endmacro %}

{% macro duckdb__percent_points(
    max_points, current_value, baseline_value, step, step_rounding, units_at_max
) -%}
    {%- set growth = duckdb_growth(current_value, baseline_value) -%}
    {%- set unit = duckdb_growth_unit(baseline_value, step) -%}
    case
        when {{ growth }} <= 0 then 0
        when {{ growth }} >= {{ unit }} * cast({{ units_at_max }} as hugeint) then {{ max_points }}
        when {{ step_rounding }} = 'whole'
            then {{ points_of(max_points, growth ~ ' // ' ~ unit, units_at_max) }}
        else
            (
                ({{ scaled(max_points) }} // 1000000) * {{ growth }} * 2
                + {{ unit }} * cast({{ units_at_max }} as hugeint)
            )
            // ({{ unit }} * cast({{ units_at_max }} as hugeint) * 2)
            * cast(0.0001 as decimal(5, 4))
    end
{%- endmacro %}

{% macro duckdb__percent_growth(
    max_points, current_value, baseline_value, step, units_at_max
) -%}
    {%- set most = '(' ~ scaled(max_points) ~ ' // 1000000)' -%}
    {%- set unit = duckdb_growth_unit(baseline_value, step) -%}
    {%- set units = 'cast(' ~ units_at_max ~ ' as hugeint)' -%}
    {%- set points -%}
        (
            greatest({{ most }} * {{ duckdb_growth(current_value, baseline_value) }}, 0)
            // ({{ unit }} * {{ units }} * ({{ scaled('1') }} // 1000000)) + 1
        )
    {%- endset -%}
    (({{ unit }} * {{ units }} * {{ points }} + {{ most }} * 100 - 1) // ({{ most }} * 100))
    * cast(0.0000000001 as decimal(11, 10))
{%- endmacro %}
