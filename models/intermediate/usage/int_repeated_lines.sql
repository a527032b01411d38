-- One row per usage line that is repeated for several attributions, attribution of it and product.
-- Most lines have one attribution and are not here: theirs is kept.
with repeated as (
    select
        delivered_month_key,
        tenant_hash,
        line_key
    from {{ ref('int_earning_records') }}
    where line_key is not null
    group by delivered_month_key, tenant_hash, line_key
    having min(attribution_key) <> max(attribution_key)
)

select
    records.delivered_month_key,
    records.tenant_hash,
    records.line_key,
    records.attribution_key,
    records.product_key,
    sum(records.amount) as amount,
    max(records.amount) as largest_amount,
    max(records.active_count) as active_count,
    count(distinct records.record_key) as records_count,
    min(records.record_key) as first_record_key
from {{ ref('int_earning_records') }} as records
inner join repeated using (delivered_month_key, tenant_hash, line_key)
group by
    records.delivered_month_key, records.tenant_hash, records.line_key, records.attribution_key,
    records.product_key
