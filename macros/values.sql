{# Reading a text of an extract. The readings themselves are DuckDB macros that the loader creates
   from orchestration/raw/values.sql and checks every file with, so that a value is read in one way
   only. Another engine needs the same functions under its own dispatch. #}

{% macro as_text(value) %}{{ return(adapter.dispatch('as_text')(value)) }}{% endmacro %}

{# Names compare trimmed, blanks collapsed, without case. #}
{% macro as_key(value) %}{{ return(adapter.dispatch('as_key')(value)) }}{% endmacro %}

{# Ids are lower-case; the null GUID and the words for "nothing" are null. #}
{% macro as_id(value) %}{{ return(adapter.dispatch('as_id')(value)) }}{% endmacro %}

{% macro as_month(value) %}{{ return(adapter.dispatch('as_month')(value)) }}{% endmacro %}

{% macro as_date(value) %}{{ return(adapter.dispatch('as_date')(value)) }}{% endmacro %}

{# An amount of money; an empty one is zero. #}
{% macro as_amount(value) %}coalesce({{ adapter.dispatch('as_number')(value) }}, 0){% endmacro %}

{# A number of licences or users, null where empty: narrower than money, as it is compared millions
   of times. #}
{% macro as_count(value) -%}
    coalesce(
        try_cast({{ value }} as decimal(13, 4)),
        cast({{ adapter.dispatch('as_number')(value) }} as decimal(13, 4))
    )
{%- endmacro %}

{# The name of a service to compare by; null where the text is a word for none. #}
{% macro service_key(value) -%}
    nullif(nullif(nullif({{ as_key(value) }}, ''), 'unknown'), 'null')
{%- endmacro %}

{# A certificate's title, as as_key reads it, without the maker before it; of several that fit, the
   longest. #}
{% macro title_without_maker(title) -%}
    trim(regexp_replace(
        {{ title }},
        '^(microsoft certified:|microsoft 365 certified:|github certified:|microsoft 365|microsoft) ?',
        ''
    ))
{%- endmacro %}

{# The same without the grade behind it. #}
{% macro title_without_grade(title) -%}
    regexp_replace({{ title }}, ' (associate|expert|specialty)$', '')
{%- endmacro %}

{# A number as people write it: without the zeros that a decimal has behind; other texts as they
   are. #}
{% macro plain_number_text(value) -%}
    {{ return(adapter.dispatch('plain_number_text')(value)) }}
{%- endmacro %}
