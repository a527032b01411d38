-- One row per usage basis and product, as the usage datasets spell it, that the basis counts: by
-- its canonical name; every product where the rules name all ('*'); or every service but those that
-- the rules exclude. Where a basis tells services apart, the excluded ones are here too, and
-- marked.
with lines_of_products as (
    select distinct
        part,
        has_items
    from {{ ref('usage_datasets') }}
),

bases as (
    select
        rows.part,
        rows.basis_key,
        rows.set_key,
        rows.is_of_services,
        lines_of_products.has_items,
        bool_or(rows.kind = 'product' and rows.name = '*') as has_all_products,
        bool_or(rows.kind = 'excluded_product') as has_all_other_services
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join lines_of_products using (part)
    group by
        rows.part, rows.basis_key, rows.set_key, rows.is_of_services, lines_of_products.has_items
),

products as (
    select
        *,
        dense_rank() over (order by service_key) as service_number
    from {{ ref('int_products') }}
)

select
    bases.part,
    bases.basis_key,
    bases.set_key,
    products.product_key,
    case
        when bases.has_all_products or bases.has_all_other_services
            then coalesce(products.service, products.product, '(empty)')
        else products.product
    end as product,
    cast(
        case
            when bases.is_of_services then products.service_number
            when bases.has_items then named.name_key
            else 0
        end as integer
    ) as item_key,
    excluded_products.name is not null as is_excluded_product,
    excluded_offers.name is not null as is_excluded_offer
from bases
cross join products
left join {{ ref('int_usage_basis_rows') }} as named
    on
        named.kind = 'product'
        and bases.basis_key = named.basis_key
        and products.product = named.name
{% for relation, column in [
    ('excluded_products', 'service_key'), ('excluded_offers', 'offer')
] %}
    left join {{ ref('int_usage_basis_rows') }} as {{ relation }}
        on
            {{ relation }}.kind = '{{ relation[:-1] }}'
            and bases.basis_key = {{ relation }}.basis_key
            and products.{{ column }} = {{
                as_key(relation ~ '.name') if column == 'service_key' else relation ~ '.name'
            }}
{% endfor %}
where
    (
        named.name is not null
        or (
            bases.has_all_products
            and (products.service_key is not null or not bases.is_of_services)
        )
        or (bases.has_all_other_services and products.service_key is not null)
    )
    and (excluded_products.name is null or bases.is_of_services)
