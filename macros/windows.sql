{# The only place where months are counted. Months are DATEs, the first of the month. #}

{% macro add_months(month, months) -%}
    {{ return(adapter.dispatch('add_months')(month, months)) }}
{%- endmacro %}

{% macro add_days(day, days) %}{{ return(adapter.dispatch('add_days')(day, days)) }}{% endmacro %}

{# Whole months from one month to another. #}
{% macro months_between(first_month, last_month) -%}
    ({{ month_number(last_month) }} - {{ month_number(first_month) }})
{%- endmacro %}

{% macro month_start(day) %}cast(date_trunc('month', {{ day }}) as date){% endmacro %}

{% macro month_end(month) %}{{ return(adapter.dispatch('month_end')(month)) }}{% endmacro %}

{# One row per month from the first to the last month, both included; for a from clause: "from
   month_series(…)". #}
{% macro month_series(first_month, last_month) -%}
    {{ return(adapter.dispatch('month_series')(first_month, last_month)) }}
{%- endmacro %}

{# Sum over the trailing window that ends at the row's month: by range of months, so that a month
   without a row is a zero and never shifts the window. #}
{% macro trailing_sum(amount, partition_by, month, months_before) -%}
    {{ return(adapter.dispatch('trailing_sum')(amount, partition_by, month, months_before)) }}
{%- endmacro %}

{# Months counted from a day long ago, so that a range of months is a range of whole numbers. #}
{% macro month_number(month) %}{{ return(adapter.dispatch('month_number')(month)) }}{% endmacro %}

{# One row per whole number from 0 up to, not including, the bound; for a from clause. #}
{% macro integer_series(bound) -%}
    {{ return(adapter.dispatch('integer_series')(bound)) }}
{%- endmacro %}
