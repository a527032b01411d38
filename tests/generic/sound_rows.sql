{#
    Every check of a seed in one test, because a refresh pays for every test it runs. Fails with one
    row per fault: what is wrong, in which columns, the value found, the key of the first row with
    that fault (key columns parted by a bar), and how many rows have it.
    Arguments:
    key       columns that tell the rows apart; none of them may be empty.
    filled    other columns that must not be empty.
    unique    columns in which no value may come twice, each by itself; empty passes.
    accepted  column: values it may hold; empty passes.
    parents   list of {column, seed, field, where}: a value of column must be one of the seed's
              field, which is called like the column unless given; empty passes. where is a
              condition on the row: only rows that meet it are asked.
#}
{% test sound_rows(model, key, filled=[], unique=[], accepted={}, parents=[]) %}

{%- set checks = [
    {'fault': 'repeated key', 'columns': key, 'where': 'true', 'more_than': 1},
] -%}

{%- for column in key + filled -%}
    {%- do checks.append({
        'fault': 'empty',
        'columns': [column],
        'where': column ~ ' is null',
        'more_than': 0,
    }) -%}
{%- endfor -%}

{%- for column in unique -%}
    {%- do checks.append({
        'fault': 'repeated value',
        'columns': [column],
        'where': column ~ ' is not null',
        'more_than': 1,
    }) -%}
{%- endfor -%}

{%- for column, values in accepted.items() -%}
    {%- do checks.append({
        'fault': 'value outside the closed list',
        'columns': [column],
        'where': column ~ " not in ('" ~ values | join("', '") ~ "')",
        'more_than': 0,
    }) -%}
{%- endfor -%}

{#- The parent's column is named with its table: without that, a column the parent does not have
    would be the row's own, and every value would be found. -#}
{%- for parent in parents -%}
    {%- set field = 'parent_rows.' ~ parent.get('field', parent.column) -%}
    {%- do checks.append({
        'fault': 'value missing in ' ~ parent.seed,
        'columns': [parent.column],
        'where': '(' ~ parent.get('where', 'true') ~ ') and ' ~ parent.column ~ ' not in (select '
            ~ field ~ ' from ' ~ ref(parent.seed) ~ ' as parent_rows where ' ~ field
            ~ ' is not null)',
        'more_than': 0,
    }) -%}
{%- endfor %}

    with keyed as (
        select
            *,
            {% for column in key -%}
            {{ "|| ' | ' || " if not loop.first }}coalesce(cast({{ column }} as varchar), '')
            {% endfor -%}
            as row_key
        from {{ model }}
    )

    {%- for check in checks %}

    {{ 'union all' if not loop.first }}
    select
        '{{ check.fault }}' as fault,
        '{{ check.columns | join(', ') }}' as column_name,
        {% if loop.first %}min(row_key){% else %}cast({{ check.columns[0] }} as varchar){% endif %}
            as value,
        min(row_key) as first_row,
        count(*) as rows_count
    from keyed
    where {{ check.where }}
    group by {{ check.columns | join(', ') }}
    having count(*) > {{ check.more_than }}
    {%- endfor %}

{% endtest %}
