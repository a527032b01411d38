{# What only DuckDB knows of ../released.sql. #}

{% macro duckdb__read_parquet(pattern) %}
    {{- return('read_parquet(' ~ dbt.string_literal(dbt.escape_single_quotes(pattern)) ~ ')') -}}
{% endmacro %}
