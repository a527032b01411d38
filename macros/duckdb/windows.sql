{# What only DuckDB knows of ../windows.sql. #}

{% macro duckdb__add_months(month, months) -%}
    cast({{ month }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro duckdb__add_days(day, days) %}cast({{ day }} + to_days(cast({{ days }} as integer)) as date){% endmacro %}

{% macro duckdb__month_end(month) %}last_day({{ month }}){% endmacro %}

{% macro duckdb__month_series(first_month, last_month) -%}
    (
        select cast(unnest(generate_series(
            cast({{ first_month }} as timestamp),
            cast({{ last_month }} as timestamp),
            interval 1 month
        )) as date) as month_start
    )
{%- endmacro %}

{% macro duckdb__trailing_sum(amount, partition_by, month, months_before) -%}
    sum({{ amount }}) over (
        partition by {{ partition_by }}
        order by {{ month_number(month) }}
        range between {{ months_before }} preceding and current row
    )
{%- endmacro %}

{% macro duckdb__month_number(month) %}date_diff('month', date '2000-01-01', {{ month }}){% endmacro %}

{% macro duckdb__integer_series(bound) -%}
    (select unnest(range(cast({{ bound }} as bigint))) as months_back)
{%- endmacro %}
