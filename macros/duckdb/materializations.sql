{# Tables and views as a build of this project needs them. It starts without any (build/dbt_run.py),
   so nothing has to be renamed, backed up or dropped to keep what was there while the new is made:
   readers have a release. dbt's own commands may find a relation of an earlier build, which goes
   first. #}

{% materialization table, adapter='duckdb' %}
    {{ return(build_anew('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(build_anew('view')) }}
{% endmaterialization %}

{# Build `this` and commit; returns what dbt wants to know of a materialization. #}
{% macro build_anew(type) %}
    {% set relation = this.incorporate(type=type) %}
    {% do drop_relation_if_exists(load_cached_relation(this)) %}
    {% call statement('main') %}
        {% if type == 'table' %}
            {{ create_table_as(false, relation, compiled_code) }}
        {% else %}
            {{ create_view_as(relation, compiled_code) }}
        {% endif %}
    {% endcall %}
    {% do persist_docs(relation, model) %}
    {% do adapter.commit() %}
    {{ return({'relations': [relation]}) }}
{% endmacro %}

{# Without asking which columns exist, as dbt-duckdb does: those of a mart are held against its
   contract before, and a comment on any other that is not there is an error. #}
{% macro duckdb__alter_column_comment(relation, column_dict) %}
    {% for name, column in column_dict.items() %}
        comment on column {{ relation }}.{{ name }} is {{ duckdb_escape_comment(column['description']) }};
    {% endfor %}
{% endmacro %}
