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

{# A certificate's title without the words that its spellings differ in (rulebook, section 6). #}
{% macro certificate_title_key(value) -%}
    trim(regexp_replace(
        regexp_replace(
            {{ as_key(value) }},
            '^(microsoft certified:|microsoft 365 certified:|microsoft 365|microsoft) ?', ''
        ),
        ' (associate|expert)$', ''
    ))
{%- endmacro %}

{# A number as people write it: without the zeros that a decimal has behind; other texts as they
   are. #}
{% macro plain_number_text(value) -%}
    {{ return(adapter.dispatch('plain_number_text')(value)) }}
{%- endmacro %}
