-- One row per usage basis, tenant and month: its eligible ACR in US dollars, with credits, not
-- rounded.
with products as (
    select
        basis_key,
        association_set,
        name as service,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'product'
),

excluded_offers as (
    select
        basis_key,
        name as offer,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'excluded_offer'
)

select
    products.basis_key,
    tenants.partner_key,
    usage.tenant_key,
    usage.usage_month,
    cast(sum(usage.acr_usd) as decimal(28, 10)) as acr_usd,
from {{ ref('int_azure_usage') }} as usage
inner join {{ ref('int_evaluated_tenants') }} as tenants using (tenant_key)
inner join products using (association_set, service)
left join excluded_offers
    on products.basis_key = excluded_offers.basis_key and usage.offer = excluded_offers.offer
where excluded_offers.offer is null
group by products.basis_key, tenants.partner_key, usage.tenant_key, usage.usage_month
