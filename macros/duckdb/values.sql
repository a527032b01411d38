{# What only DuckDB knows of ../values.sql. #}

{% macro duckdb__as_text(value) %}raw.as_text({{ value }}){% endmacro %}

{% macro duckdb__as_key(value) %}raw.as_key({{ value }}){% endmacro %}

{% macro duckdb__as_id(value) %}raw.as_id({{ value }}){% endmacro %}

{% macro duckdb__as_month(value) %}raw.as_month({{ value }}){% endmacro %}

{% macro duckdb__as_date(value) %}raw.as_date({{ value }}){% endmacro %}

{% macro duckdb__as_number(value) %}raw.as_number({{ value }}){% endmacro %}

{% macro duckdb__plain_number_text(value) -%}
    case
        when {{ value }} similar to '-?[0-9]+[.][0-9]+' then rtrim(rtrim({{ value }}, '0'), '.')
        else {{ value }}
    end
{%- endmacro %}
