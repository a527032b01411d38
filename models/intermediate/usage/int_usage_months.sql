-- One row per usage basis, month (int_months), tenant, item and measure: what the eligible usage of
-- the month comes to, not rounded, credits included. An item is a product that the dataset tells a
-- tenant's usage apart by, 0 where all products are one sum. Several names of an item, and several
-- datasets, add up or tell of the same licences (the larger figure stands, decisions 6 and 7), as
-- usage_datasets says.
with months as (
    select distinct
        month_key,
        delivered_month_key
    from {{ ref('int_months') }}
),

figures as (
    select
        products.part,
        products.basis_key,
        months.month_key,
        amounts.tenant_key,
        case when datasets.has_items then products.name_key else 0 end as item_key,
        case when datasets.names_add_up then sum(amounts.amount) else max(amounts.amount) end
            as amount_value,
        max(amounts.active_count) as active_value
    from {{ ref('int_usage_amounts') }} as amounts
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    inner join {{ ref('int_products') }} as names using (product_key)
    inner join {{ ref('int_usage_basis_rows') }} as products
        on
            products.kind = 'product'
            and datasets.part = products.part
            and amounts.set_key = products.set_key
            and names.product = products.name
    left join {{ ref('int_usage_basis_rows') }} as excluded_offers
        on
            excluded_offers.kind = 'excluded_offer'
            and products.basis_key = excluded_offers.basis_key
            and names.offer = excluded_offers.name
    inner join months using (delivered_month_key)
    where excluded_offers.name is null
    group by
        products.part, products.basis_key, months.month_key, amounts.tenant_key,
        case when datasets.has_items then products.name_key else 0 end, datasets.names_add_up
)

select
    figures.basis_key,
    figures.month_key,
    figures.tenant_key,
    figures.item_key,
    measures.measure,
    {{ figure_value('measures.figure', 'figures') }} as value
from figures
inner join {{ ref('usage_measures') }} as measures using (part)
