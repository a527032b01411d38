-- One row per kind of name and spelling of it in the extracts: the name that the rules know it by.
with spellings as (
    {% for kind, seed, name in [
        ('association', 'association_names', 'association'),
        ('service', 'service_names', 'service'),
        ('offer', 'offer_names', 'offer'),
        ('workload', 'workload_names', 'workload'),
    ] %}
        select
            '{{ kind }}' as kind,
            {{ as_key('alias') }} as spelling_key,
            {{ name }} as name
        from {{ ref(seed) }}
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
