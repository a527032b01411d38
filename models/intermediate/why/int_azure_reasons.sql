-- One row per partner, month, product and attribution as AzureUsage spells them, and whether
-- there is a tenant: what becomes of those records, attributions of one line not yet told apart,
-- and the name that decides it.
with combinations as (
    select
        delivered.partner_id,
        delivered.usage_month,
        records.product_key,
        records.attribution_key,
        records.tenant_hash is null as has_no_tenant,
        count(*) as records_count,
        cast(sum(records.amount) as decimal(28, 10)) as acr_usd
    from {{ ref('int_usage_records') }} as records
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    where delivered.dataset = 'AzureUsage' and delivered.is_truth
    group by
        delivered.partner_id, delivered.usage_month, records.product_key,
        records.attribution_key, records.tenant_hash is null
),

eligible as (
    select
        rows.kind,
        rows.name
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    inner join {{ ref('usage_datasets') }} as datasets
        on bases.product_line = datasets.part and datasets.dataset = 'AzureUsage'
),

earning as (
    select
        products.product_key,
        products.product,
        products.is_excluded_product,
        products.is_excluded_offer
    from {{ ref('int_earning_products') }} as products
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    inner join {{ ref('usage_datasets') }} as datasets
        on bases.product_line = datasets.part and datasets.dataset = 'AzureUsage'
),

-- Of any area that is scored.
earning_associations as (
    select distinct rows.name
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('usage_datasets') }} as datasets
        on rows.part = datasets.part and datasets.dataset = 'AzureUsage'
    where rows.kind = 'association'
),

judged as (
    select
        combinations.*,
        coalesce(earning.product, products.product) as service,
        products.spelling as levels,
        products.offer,
        products.offer_key,
        attributions.association,
        attributions.association_text,
        {{ looks_like_security('products.spelling') }} as looks_like_security,
        earning.product_key is not null and not earning.is_excluded_product
            as is_eligible_service,
        coalesce(earning.is_excluded_offer, excluded_offers.name is not null)
            as is_excluded_offer,
        associations.name is not null as is_eligible_association,
        earning_associations.name is not null as earns_somewhere
    from combinations
    inner join {{ ref('int_products') }} as products using (product_key)
    inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
    left join earning using (product_key)
    left join eligible as excluded_offers
        on excluded_offers.kind = 'excluded_offer' and products.offer = excluded_offers.name
    left join eligible as associations
        on associations.kind = 'association' and attributions.association = associations.name
    left join earning_associations
        on attributions.association = earning_associations.name
),

reasons as (
    select
        *,
        {{ azure_reason('judged') }} as reason
    from judged
)

select
    reasons.partner_id,
    reasons.usage_month,
    reasons.product_key,
    reasons.attribution_key,
    reasons.service,
    reasons.reason,
    {{ azure_reason_name('reasons') }} as name,
    reasons.records_count,
    reasons.acr_usd
from reasons
