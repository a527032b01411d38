-- One row per usage basis, tenant and month: its eligible ACR in US dollars, with credits, not rounded.
with products as (
    select
        usage_basis,
        association_set,
        name as service,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'product'
),

excluded_offers as (
    select
        usage_basis,
        name as offer,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'excluded_offer'
)

select
    products.usage_basis,
    usage.tenant_key,
    usage.partner_id,
    usage.usage_month,
    cast(sum(usage.acr_usd) as decimal(28, 10)) as acr_usd,
from {{ ref('int_azure_usage') }} as usage
inner join products using (association_set, service)
left join excluded_offers
    on products.usage_basis = excluded_offers.usage_basis and usage.offer = excluded_offers.offer
where excluded_offers.offer is null
group by products.usage_basis, usage.tenant_key, usage.partner_id, usage.usage_month
