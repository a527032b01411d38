{#
    Every check of a seed in one test, because a refresh pays for every test it runs. Fails with one
    row per fault: what is wrong, in which column, the value found, the key of the first row that has
    it (key columns parted by a bar), and how many rows do.
    Arguments:
    key       columns that tell the rows apart; none of them may be empty.
    filled    other columns that must not be empty.
    unique    columns in which no value may come twice, each for itself; empty ones are let pass.
    accepted  column: list of the values it may hold. Empty passes, as filled is there to refuse it.
    parents   list of {column, seed, field, where}: every value of column is one of the seed's field,
              which is called like the column unless given; where, a condition on the row, limits
              the rows asked. Empty passes here too.
#}
{% test sound_rows(model, key, filled=[], unique=[], accepted={}, parents=[]) %}

{%- macro key_of_row() -%}
    {%- for column in key -%}
        {{ " || ' | ' || " if not loop.first }}coalesce(cast({{ column }} as varchar), '')
    {%- endfor -%}
{%- endmacro %}

{%- macro faults(fault, columns) %}
    select
        cast('{{ fault }}' as varchar) as fault,
        cast('{{ columns | join(', ') }}' as varchar) as column_name,
        {%- if columns == key %}
        min(row_key) as value,
        {%- else %}
        min(cast({{ columns[0] }} as varchar)) as value,
        {%- endif %}
        min(row_key) as first_row_key,
        count(*) as rows_count
    from keyed
{%- endmacro %}

    with keyed as (
        select
            *,
            {{ key_of_row() }} as row_key
        from {{ model }}
    )

    {{ faults('key comes more than once', key) }}
    group by {{ key | join(', ') }}
    having count(*) > 1

    {%- for column in key + filled %}

    union all
    {{ faults('empty', [column]) }}
    where {{ column }} is null
    having count(*) > 0
    {%- endfor %}

    {%- for column in unique %}

    union all
    {{ faults('value comes more than once', [column]) }}
    where {{ column }} is not null
    group by {{ column }}
    having count(*) > 1
    {%- endfor %}

    {%- for column, values in accepted.items() %}

    union all
    {{ faults('value is not in the closed list', [column]) }}
    where {{ column }} not in ('{{ values | join("', '") }}')
    group by {{ column }}
    {%- endfor %}

    {%- for parent in parents %}

    union all
    {{ faults('value is not in ' ~ parent.seed, [parent.column]) }}
    where
        {{ parent.column }} is not null
        {%- if parent.where is defined %}
        and ({{ parent.where }})
        {%- endif %}
        and {{ parent.column }} not in (
            select {{ parent.field | default(parent.column) }} from {{ ref(parent.seed) }}
        )
    group by {{ parent.column }}
    {%- endfor %}

{% endtest %}
