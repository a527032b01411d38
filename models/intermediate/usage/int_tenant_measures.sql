-- One row per window end, tenant and measure: the measure over all items of the tenant, and that of
-- its largest and smallest item.
select
    end_key,
    tenant_key,
    measure,
    cast(sum(value) as decimal(28, 10)) as total,
    max(value) as largest,
    min(value) as smallest
from {{ ref('int_measures') }}
group by end_key, tenant_key, measure
