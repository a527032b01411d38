-- One row per set of associations in use, usage line and attribution of it: AzureUsage repeats
-- the same consumption for each partner id and attribution type. A line is what the file says
-- of the consumption itself; names, quantities and what speaks of the partner are no part of
-- it. Rows that name no service of the alias table, or whose association earns nothing, are
-- gone from here on (fct_unmapped_names lists them).
{{ config(materialized='view') }}

with products as (
    select distinct
        service_level2,
        service_level3,
        service_level4,
        ai_offer_type,
        product_key,
    from {{ ref('int_azure_spellings') }}
    where can_earn
)

select
    attributions.association_set,
    tenants.tenant_key,
    usage.usage_month,
    products.product_key,
    {{ azure_line_key('usage') }} as line_key,
    attributions.attribution_rank,
    cast(sum(usage.acr_usd) as decimal(28, 10)) as acr_usd,
from {{ ref('int_evaluated_azure_usage') }} as usage
inner join products
    on
        usage.service_level2 is not distinct from products.service_level2
        and usage.service_level3 is not distinct from products.service_level3
        and usage.service_level4 is not distinct from products.service_level4
        and usage.ai_offer_type is not distinct from products.ai_offer_type
inner join {{ ref('int_azure_attributions') }} as attributions
    on
        usage.partner_attribution_type = attributions.partner_attribution_type
        and usage.admin_type is not distinct from attributions.admin_type
        and usage.mpn_id = attributions.mpn_id
inner join {{ ref('int_evaluated_tenants') }} as tenants
    on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
group by all
