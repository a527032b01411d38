{# The one place where a build may look at fewer deliveries than are loaded: with AS_KNOWN set to a
   landing folder (`YYYY-MM` or `YYYY-MM.n`) the deliveries up to that one, in the order of their
   names, whenever they were loaded. Read while running, never while parsing, so that a parsed
   project serves every setting. True for every delivery without the setting. #}
{% macro is_known(deliveries) -%}
    {%- if execute and env_var('AS_KNOWN', '') -%}
        {%- set month, _, revision = env_var('AS_KNOWN').partition('.') -%}
        {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}', month) -%}
            {{ exceptions.raise_compiler_error('AS_KNOWN is no delivery: ' ~ month) }}
        {%- endif -%}
        ({{ deliveries }}.as_of_month, {{ deliveries }}.revision)
        <= (cast('{{ month }}-01' as date), {{ (revision or 1) | int }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
