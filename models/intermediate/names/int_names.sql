-- One row per kind of name and spelling of it in the extracts: the name that the rules know it by.
{% for kind in ['association', 'service', 'offer', 'workload'] %}
    select distinct
        '{{ kind }}' as kind,
        {{ as_key('alias') }} as spelling_key,
        {{ kind }} as name
    from {{ ref(kind ~ '_names') }}
    {{ 'union all' if not loop.last }}
{% endfor %}
