-- One row per set of associations in use, usage line and attribution of it: AzureUsage repeats
-- the same consumption for each partner id and attribution type. A line is what the file says
-- of the consumption itself; names, quantities and what speaks of the partner are no part of
-- it. Rows that name no service of the alias table, or whose association earns nothing, are
-- gone from here on (fct_unmapped_names lists them).
{{ config(materialized='view') }}

with products as (
    select distinct
        spelling_key,
        product_key,
    from {{ ref('int_azure_spellings') }}
    where can_earn
)

select
    attributions.association_set,
    records.tenant_key,
    records.usage_month,
    products.product_key,
    records.line_key,
    attributions.attribution_rank,
    cast(sum(records.acr_usd) as decimal(28, 10)) as acr_usd,
from {{ ref('int_azure_records') }} as records
inner join products using (spelling_key)
inner join {{ ref('int_azure_attributions') }} as attributions using (attribution_key)
group by all
