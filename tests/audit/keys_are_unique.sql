-- Texts that share a key would be read as one: the keys of products, of attributions and of
-- tenants. Fails with one row per key that stands for several.
{{ config(meta={'dagster': {'ref': {'name': 'int_azure_texts'}}}) }}

with keyed as (
    {% for kind, relation, key, texts in [
        ('product', 'int_azure_texts', 'product_key', [
            'service_level2', 'service_level3', 'service_level4', 'ai_offer_type',
        ]),
        ('product', 'int_seat_texts', 'product_key', ['workload_key']),
        ('attribution', 'int_azure_texts', 'attribution_key', [
            'partner_attribution_type', 'admin_type', 'location_id',
        ]),
        ('attribution', 'int_seat_texts', 'attribution_key', ['association_key', 'location_id']),
        ('tenant', 'int_tenants', 'tenant_hash', ['tenant_id']),
    ] %}
        select distinct
            '{{ kind }}' as kind,
            {{ key }} as shared_key,
            concat(
                {% for text in texts %}
                    coalesce({{ text }}, '(empty)'), '|'{{ ',' if not loop.last }}
                {% endfor %}
            ) as texts
        from {{ ref(relation) }}
        {{ 'union' if not loop.last }}
    {% endfor %}
)

select
    kind,
    shared_key,
    count(*) as texts_count
from keyed
group by kind, shared_key
having count(*) > 1
