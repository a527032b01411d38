-- One row per evaluation, rule (path, metric and part) that counts services, and service with
-- usage in the window now, all tenants of the partner together: whether it is one that counts. A
-- level has no baseline.
with services as (
    select distinct
        basis_key,
        item_key,
        product as service,
        is_excluded_product
    from {{ ref('int_earning_products') }}
)

select
    asked.evaluation_key,
    asked.rule_key,
    services.service,
    cast(figures.amount_value as decimal(28, 10)) as current_value,
    not services.is_excluded_product
    and {{ picked_figure('criteria.size_figure', 'figures') }}
    between criteria.at_least and criteria.at_most as is_counted,
    services.is_excluded_product as is_excluded
from {{ ref('int_asked_rules') }} as asked
inner join {{ ref('int_part_rules') }} as rules using (rule_key)
inner join {{ ref('int_criteria') }} as criteria on asked.criteria_key = criteria.criteria_key
inner join {{ ref('int_item_figures') }} as figures on asked.current_end_key = figures.end_key
inner join services
    on rules.basis_key = services.basis_key and figures.item_key = services.item_key
where asked.counts = 'service'
