{# What only DuckDB knows of ../accounting.sql. #}

{% macro duckdb__file_of(record_key) %}{{ record_key }} // 4294967296{% endmacro %}
