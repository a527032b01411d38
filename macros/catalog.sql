{#
    What dbt's docs show of the tables of a build: dbt-duckdb's own columns, and how many rows a
    table has.
#}
