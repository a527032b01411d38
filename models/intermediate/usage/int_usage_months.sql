-- One row per usage basis, month (int_months), tenant, item and measure: what the eligible usage of
-- the month comes to, not rounded, credits included. An item is a product that the dataset tells a
-- tenant's usage apart by, 0 where all products are one sum; where services are counted, one of
-- them, and its usage is that of all tenants together, tenant 0. Several names of an item, and
-- several datasets, add up or tell of the same licences (the larger figure stands, decisions 6
-- and 7), as usage_datasets says.
with months as (
    select distinct
        month_key,
        delivered_month_key
    from {{ ref('int_months') }}
),

service_bases as (
    select distinct basis_key
    from {{ ref('int_usage_bases') }}
    where is_of_services
),

figures as (
    select
        products.part,
        products.basis_key,
        months.month_key,
        case when service_bases.basis_key is null then amounts.tenant_key else 0 end
            as tenant_key,
        products.item_key,
        case when datasets.names_add_up then sum(amounts.amount) else max(amounts.amount) end
            as amount_value,
        max(amounts.active_count) as active_value
    from {{ ref('int_usage_amounts') }} as amounts
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    inner join {{ ref('int_earning_products') }} as products
        on
            datasets.part = products.part
            and amounts.set_key = products.set_key
            and amounts.product_key = products.product_key
            and not products.is_excluded_offer
    inner join months using (delivered_month_key)
    left join service_bases using (basis_key)
    group by
        products.part, products.basis_key, months.month_key, products.item_key,
        datasets.names_add_up,
        case when service_bases.basis_key is null then amounts.tenant_key else 0 end
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
