{# The only place where months are counted. Months are DATEs, the first of the month. #}

{% macro add_months(month, months) -%}
    {{ return(adapter.dispatch('add_months')(month, months)) }}
{%- endmacro %}
{% macro duckdb__add_months(month, months) -%}
    cast({{ month }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro add_days(day, days) %}{{ return(adapter.dispatch('add_days')(day, days)) }}{% endmacro %}
{% macro duckdb__add_days(day, days) %}cast({{ day }} + to_days(cast({{ days }} as integer)) as date){% endmacro %}

{# Whole months from one month to another. #}
{% macro months_between(first_month, last_month) -%}
    ({{ month_number(last_month) }} - {{ month_number(first_month) }})
{%- endmacro %}

{% macro month_start(day) %}cast(date_trunc('month', {{ day }}) as date){% endmacro %}

{% macro month_end(month) %}{{ return(adapter.dispatch('month_end')(month)) }}{% endmacro %}
{% macro duckdb__month_end(month) %}last_day({{ month }}){% endmacro %}

{# One row per month from the first to the last month, both included; for a from clause: "from
   month_series(…)". #}
{% macro month_series(first_month, last_month) -%}
    {{ return(adapter.dispatch('month_series')(first_month, last_month)) }}
{%- endmacro %}
{% macro duckdb__month_series(first_month, last_month) -%}
    (
        select cast(unnest(generate_series(
            cast({{ first_month }} as timestamp),
            cast({{ last_month }} as timestamp),
            interval 1 month
        )) as date) as month_start
    )
{%- endmacro %}

{# Sum over the trailing window that ends at the row's month: by range of months, so that a month
   without a row is a zero and never shifts the window. #}
{% macro trailing_sum(amount, partition_by, month, months_before) -%}
    {{ return(adapter.dispatch('trailing_sum')(amount, partition_by, month, months_before)) }}
{%- endmacro %}
{% macro duckdb__trailing_sum(amount, partition_by, month, months_before) -%}
    sum({{ amount }}) over (
        partition by {{ partition_by }}
        order by {{ month_number(month) }}
        range between {{ months_before }} preceding and current row
    )
{%- endmacro %}

{# Months counted from a day long ago, so that a range of months is a range of whole numbers. #}
{% macro month_number(month) %}{{ return(adapter.dispatch('month_number')(month)) }}{% endmacro %}
{% macro duckdb__month_number(month) %}date_diff('month', date '2000-01-01', {{ month }}){% endmacro %}

{# One row per whole number from 0 up to, not including, the bound; for a from clause. #}
{% macro integer_series(bound) -%}
    {{ return(adapter.dispatch('integer_series')(bound)) }}
{%- endmacro %}
{% macro duckdb__integer_series(bound) -%}
    (select unnest(range(cast({{ bound }} as bigint))) as months_back)
{%- endmacro %}
