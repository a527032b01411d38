{# What only DuckDB knows of ../keys.sql. #}

{% macro duckdb__text_set_key(ids, columns) -%}
    hash(
        {%- for id in ids %}
            coalesce({{ id }}, ''),
        {%- endfor %}
        {%- for column in columns %}
            coalesce(lower(trim({{ column }})), ''){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro duckdb__first_value_by(value, order_by) -%}
    arg_min({{ value }}, {{ order_by }})
{%- endmacro %}

{% macro duckdb__last_value_by(value, order_by) -%}
    arg_max({{ value }}, {{ order_by }})
{%- endmacro %}

{% macro duckdb__exact_texts_key(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}
