-- One row per explained evaluation, customer and part with a row of the product line in either
-- window: which eligible products and associations its current window has, and what it has
-- instead. Met is what the score's own windows hold.
with product_labels as (
    select
        part,
        product,
        product_group
    from {{ ref('product_groups') }}
),

licences as (
    select
        earning.evaluation_key,
        earning.part,
        customers.customer_key,
        coalesce(labels.product_group, earning.workload) as workload,
        sum(earning.paid_count) as paid_count,
        bool_or(earning.is_earning) as is_earning
    from {{ ref('int_earning_usage') }} as earning
    inner join {{ ref('int_tenant_customers') }} as customers using (tenant_key)
    left join product_labels as labels
        on earning.part = labels.part and earning.workload = labels.product
    group by
        earning.evaluation_key, earning.part, customers.customer_key,
        coalesce(labels.product_group, earning.workload)
),

customers_with_rows as (
    select
        evaluation_key,
        part,
        customer_key,
        bool_or(is_earning) as is_earning,
        {{ distinct_texts(
            "workload || ' ' || " ~ count_words('paid_count') ~ " || ' paid'", 'is_earning'
        ) }} as licences
    from licences
    group by evaluation_key, part, customer_key
),

seen as (
    select
        seen.evaluation_key,
        seen.part,
        customers.customer_key,
        bool_or(seen.is_eligible_product) as has_product,
        {{ distinct_texts('labels.product_group', 'seen.is_eligible_product') }} as product_groups,
        {{ distinct_texts('seen.product', 'seen.is_eligible_product') }} as products,
        {{ distinct_texts('seen.product', 'not seen.is_eligible_product and seen.offer is null') }}
            as other_products,
        {{ distinct_texts('seen.offer', 'not seen.is_eligible_product') }} as offers,
        {{ distinct_texts(
            'seen.association', 'seen.is_eligible_product and seen.is_eligible_association'
        ) }} as associations,
        {{ distinct_texts(
            'seen.association', 'seen.is_eligible_product and not seen.is_eligible_association'
        ) }} as other_associations
    from {{ ref('int_seen_usage') }} as seen
    inner join {{ ref('int_tenant_customers') }} as customers using (tenant_key)
    left join product_labels as labels
        on seen.part = labels.part and seen.product = labels.product
    group by seen.evaluation_key, seen.part, customers.customer_key
)

select
    customers.evaluation_key,
    customers.part,
    customers.customer_key,
    customers.is_earning,
    customers.is_earning or coalesce(seen.has_product, false) as has_product,
    seen.customer_key is not null as has_rows_now,
    customers.licences,
    seen.product_groups,
    seen.products,
    seen.other_products,
    seen.offers,
    seen.associations,
    seen.other_associations
from customers_with_rows as customers
left join seen using (evaluation_key, part, customer_key)
