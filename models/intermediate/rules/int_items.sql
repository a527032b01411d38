-- One row per product line and item: the products that a tenant's usage is told apart by where the
-- datasets of the line do so, with the number that measures go by.
select distinct
    rows.part,
    rows.name_key as item_key,
    rows.name as item
from {{ ref('int_usage_basis_rows') }} as rows
inner join {{ ref('usage_datasets') }} as datasets using (part)
where rows.kind = 'product' and datasets.has_items
