-- One row per set of associations in use, tenant, month, service and offer: each usage line
-- counted once, under the attribution of it that ranks first; the amounts of the others are not
-- compared (decision 8).
{{ config(materialized='view') }}

with lines_once as (
    select
        association_set,
        tenant_key,
        usage_month,
        product_key,
        line_key,
        {{ first_value_by('acr_usd', 'attribution_rank') }} as acr_usd,
    from {{ ref('int_azure_lines') }}
    group by association_set, tenant_key, usage_month, product_key, line_key
),

products as (
    select distinct
        product_key,
        service,
        offer,
    from {{ ref('int_azure_spellings') }}
),

usage as (
    select
        association_set,
        tenant_key,
        usage_month,
        product_key,
        cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
    from lines_once
    group by association_set, tenant_key, usage_month, product_key
)

select
    usage.association_set,
    usage.tenant_key,
    usage.usage_month,
    products.service,
    products.offer,
    usage.acr_usd,
from usage
inner join products using (product_key)
