-- Spellings that share a key would be read as one: the keys of service levels and offers, and those
-- of attributions. Fails with one row per key that has several spellings.
{{ config(meta={'dagster': {'ref': {'name': 'int_azure_spellings'}}}) }}

with spellings as (
    select distinct
        spelling_key,
        service_level2,
        service_level3,
        service_level4,
        ai_offer_type,
    from {{ ref('int_azure_spellings') }}
)

select
    'spelling' as kind,
    spelling_key as shared_key,
    count(*) as spellings,
from spellings
group by spelling_key
having count(*) > 1
union all
select
    'attribution' as kind,
    attribution_key as shared_key,
    count(*) as spellings,
from {{ ref('int_azure_attributed') }}
group by attribution_key
having count(*) > 1
