-- One row per record of int_usage_records that may earn under any rules in use: it names a
-- tenant, its association is eligible somewhere, and so is its product. Of subscriptions and
-- claims every workload is here, as their attributions are told apart over all of them.
with products as (
    select distinct product_key
    from {{ ref('int_earning_products') }}
),

attributions as (
    select distinct attribution_key
    from {{ ref('int_attribution_ranks') }}
)

select
    records.delivered_month_key,
    records.tenant_hash,
    records.product_key,
    records.attribution_key,
    records.line_key,
    records.record_key,
    records.amount,
    records.active_count
from {{ ref('int_usage_records') }} as records
inner join attributions using (attribution_key)
inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
inner join {{ ref('usage_datasets') }} as datasets using (dataset)
left join products on records.product_key = products.product_key
where
    records.tenant_hash is not null
    and not records.is_free
    and (datasets.has_items or products.product_key is not null)
