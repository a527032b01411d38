{# Rows made of columns, lists and ranges. #}

{% macro duckdb__workload_list(usage) -%}
    list_filter(
        [
            {% for prefix in ems_workload_prefixes() -%}
                {
                    'workload_key': '{{ prefix }}',
                    'paid_count': {{ as_count(usage ~ '.' ~ prefix ~ '_paid_available_units') }},
                    'active_count': {{ as_count(usage ~ '.' ~ prefix ~ '_monthly_active_users') }}
                }{{ ',' if not loop.last }}
            {% endfor -%}
        ],
        lambda seats: seats.paid_count is not null or seats.active_count is not null
    )
{%- endmacro %}

{% macro duckdb__rows_of_list(values) -%}
    unnest(case when len({{ values }}) = 0 then [null] else {{ values }} end)
{%- endmacro %}
