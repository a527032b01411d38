{# One number for a set of texts that compare trimmed and without case. Each column is read by
   itself, so that an engine can read a repeated text once. #}
{% macro text_set_key(columns) -%}
    {{ return(adapter.dispatch('text_set_key')(columns)) }}
{%- endmacro %}
{% macro duckdb__text_set_key(columns) -%}
    hash(
        {%- for column in columns %}
            coalesce(lower(trim({{ column }})), ''){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{# The value of the row that comes first by `order_by` (an expression that orders totally). #}
{% macro first_value_by(value, order_by) -%}
    {{ return(adapter.dispatch('first_value_by')(value, order_by)) }}
{%- endmacro %}
{% macro duckdb__first_value_by(value, order_by) -%}
    arg_min({{ value }}, {{ order_by }})
{%- endmacro %}

{% macro last_value_by(value, order_by) -%}
    {{ return(adapter.dispatch('last_value_by')(value, order_by)) }}
{%- endmacro %}
{% macro duckdb__last_value_by(value, order_by) -%}
    arg_max({{ value }}, {{ order_by }})
{%- endmacro %}
