-- One row per kind of name and spelling of it in the extracts: the name that the rules know it by.
with spellings as (
    {% for kind in ['association', 'service', 'offer', 'workload'] %}
        select
            '{{ kind }}' as kind,
            {{ as_key('alias') }} as spelling_key,
            {{ kind }} as name
        from {{ ref(kind ~ '_names') }}
        union
    {% endfor %}
    select
        'certification' as kind,
        {{ certificate_title_key('alias') }} as spelling_key,
        certification as name
    from {{ ref('certification_titles') }}
)

select
    kind,
    spelling_key,
    name
from spellings
