-- One row per record of a usage dataset that any hypothesis reads (of EMSUsage, per workload
-- that it has figures of), as numbers: the one pass over the texts of all usage, so that what
-- comes after need not read them again. A line is usage that a file may repeat for each of its
-- attributions; claims are lines of their own and have none.
select
    usage.delivered_month_key,
    {{ tenant_hash('usage') }} as tenant_hash,
    {{ azure_product_key('usage') }} as product_key,
    {{ azure_attribution_key('usage') }} as attribution_key,
    {{ azure_line_key('usage') }} as line_key,
    {{ record_key('usage') }} as record_key,
    false as is_free,
    cast(usage.acr_usd as decimal(28, 10)) as amount,
    cast(null as decimal(28, 10)) as active_count
from {{ ref('stg_azure_usage') }} as usage
union all
select
    usage.delivered_month_key,
    {{ tenant_hash('usage') }} as tenant_hash,
    case when usage.workload_key is not null then {{ seat_product_key('usage') }} end
        as product_key,
    {{ seat_attribution_key('usage') }} as attribution_key,
    {{ exact_texts_key(['usage.subscription_id']) }} as line_key,
    {{ record_key('usage') }} as record_key,
    not usage.is_paid_sku as is_free,
    cast(usage.paid_count as decimal(28, 10)) as amount,
    cast(usage.active_count as decimal(28, 10)) as active_count
from {{ ref('stg_ems_usage') }} as usage
union all
select
    usage.delivered_month_key,
    {{ tenant_hash('usage') }} as tenant_hash,
    {{ seat_product_key('usage') }} as product_key,
    {{ seat_attribution_key('usage') }} as attribution_key,
    null as line_key,
    {{ record_key('usage') }} as record_key,
    false as is_free,
    cast(usage.paid_count as decimal(28, 10)) as amount,
    cast(usage.active_count as decimal(28, 10)) as active_count
from {{ ref('stg_cpor_m365_usage') }} as usage
