{# What only DuckDB knows of ../words.sql. #}

{% macro duckdb__money_words(amount) -%}
    format('{:,.2f}', cast({{ amount }} as double))
{%- endmacro %}

{% macro duckdb__count_words(number) -%}
    case
        when {{ number }} = cast({{ number }} as bigint)
            then format('{:,}', cast({{ number }} as bigint))
        else rtrim(cast({{ number }} as varchar), '0')
    end
{%- endmacro %}

{% macro duckdb__share_words(part, whole) -%}
    regexp_replace(
        cast(
            cast(
                cast({{ part }} * 10000 as bigint) * 1000
                // nullif(cast({{ whole }} * 10000 as bigint), 0) as decimal(12, 0)
            ) * cast(0.1 as decimal(1, 1)) as varchar
        ),
        '\.0$',
        ''
    ) || ' %'
{%- endmacro %}

{% macro duckdb__listed_texts(text, condition) -%}
    array_to_string(
        list_sort(list({{ text }}) filter (where {{ condition }} and {{ text }} is not null)), '; '
    )
{%- endmacro %}

{% macro duckdb__distinct_texts(text, condition, separator) -%}
    array_to_string(
        list_sort(list_distinct(
            list({{ text }}) filter (where {{ condition }} and {{ text }} is not null)
        )),
        '{{ separator }}'
    )
{%- endmacro %}
