-- One row per partner, tenant, product line and month in which any row of the product line names
-- the tenant, whether the row can earn or not: so that a tenant that adds nothing is still
-- explained. Not the truth are months that only another hypothesis reads.
with named as (
    select
        delivered_month_key,
        tenant_hash
    from {{ ref('int_usage_records') }}
    where tenant_hash is not null
    group by delivered_month_key, tenant_hash
)

select
    delivered.partner_id,
    datasets.part as product_line,
    named.tenant_hash,
    delivered.usage_month,
    bool_or(delivered.is_truth) as is_truth
from named
inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
inner join {{ ref('usage_datasets') }} as datasets using (dataset)
group by delivered.partner_id, datasets.part, named.tenant_hash, delivered.usage_month
