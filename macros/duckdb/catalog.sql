{# What only DuckDB knows of ../catalog.sql. #}

{% macro duckdb__get_catalog(information_schema, schemas) %}
    {% set query %}
        select
            columns.database_name as table_database,
            columns.schema_name as table_schema,
            columns.table_name,
            case when tables.table_name is null then 'view' else 'table' end as table_type,
            coalesce(tables.comment, views.comment) as table_comment,
            columns.column_name,
            columns.column_index,
            columns.data_type as column_type,
            columns.comment as column_comment,
            null as table_owner,
            'Rows' as "stats:num_rows:label",
            tables.estimated_size as "stats:num_rows:value",
            'Rows in this build.' as "stats:num_rows:description",
            tables.table_name is not null as "stats:num_rows:include"
        from duckdb_columns() as columns
        left join duckdb_tables() as tables
            using (database_name, schema_name, table_name)
        left join duckdb_views() as views
            on columns.database_name = views.database_name
            and columns.schema_name = views.schema_name
            and columns.table_name = views.view_name
        where columns.database_name = '{{ information_schema.database }}'
            and columns.schema_name in ('{{ schemas | join("', '") }}')
        order by table_schema, table_name, column_index
    {% endset %}
    {{ return(run_query(query)) }}
{% endmacro %}
