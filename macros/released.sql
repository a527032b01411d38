{# The current release, which a build of what was known at a delivery is compared with. #}

{# Its folder, as a pattern of file names in which nothing stands for anything else; empty where
   there is none to compare with. Python sets it (build/dbt_run.py). #}
{% macro current_release() %}{{ return(env_var('CURRENT_RELEASE', '') if execute else '') }}{% endmacro %}

{# A mart of the current release; without one the build's own, which has the same columns: whoever
   reads it asks whether there is a release. For a from clause. #}
{% macro released(mart) %}
    {%- if current_release() -%}
        {{ return(adapter.dispatch('read_parquet')(current_release() ~ '/parquet/' ~ mart ~ '.parquet')) }}
    {%- else -%}
        {{ return(ref(mart)) }}
    {%- endif -%}
{% endmacro %}

{# The rows of a Parquet file. #}
