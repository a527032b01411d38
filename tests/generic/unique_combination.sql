{#
    Fails with one row for each key that is repeated or incomplete (a key with an empty column is no
    key), or under which a column is empty that no row may leave empty. One test for all of that,
    because a refresh pays for every test it runs.
    Arguments: columns, the names of the columns that make the key; filled, the other columns that
    must not be empty.
#}
{% test unique_combination(model, columns, filled=[]) %}

    select
        {{ columns | join(', ') }},
        count(*) as rows_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
        {%- for column in filled %}
        or count({{ column }}) < count(*)
        {%- endfor %}

{% endtest %}
