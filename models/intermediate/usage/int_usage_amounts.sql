-- One row per set of associations in use, delivered month, tenant and product as it is spelled: the
-- amount (consumption, or paid licences) and active users, each usage line under one attribution.
-- How the lines of a dataset come together, its row in usage_datasets says; of active figures the
-- largest counts, never a sum (decisions 6 and 7).
with repeated as (
    select distinct
        delivered_month_key,
        tenant_hash,
        line_key
    from {{ ref('int_repeated_lines') }}
),

-- Lines under one attribution are reduced before the sets of associations tell them apart.
single as (
    select
        records.delivered_month_key,
        records.tenant_hash,
        records.product_key,
        attributions.association_number,
        sum(records.amount) as amount,
        max(records.amount) as largest_amount,
        max(records.active_count) as active_count
    from {{ ref('int_earning_records') }} as records
    inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
    left join repeated
        on
            records.delivered_month_key = repeated.delivered_month_key
            and records.tenant_hash = repeated.tenant_hash
            and records.line_key = repeated.line_key
    where repeated.line_key is null
    group by
        records.delivered_month_key, records.tenant_hash, records.product_key,
        attributions.association_number
),

sets as (
    select distinct
        ranks.set_key,
        attributions.association_number
    from {{ ref('int_attribution_ranks') }} as ranks
    inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
),

kept as (
    select
        sets.set_key,
        single.delivered_month_key,
        single.tenant_hash,
        single.product_key,
        single.amount,
        single.largest_amount,
        single.active_count
    from single
    inner join sets using (association_number)
    union all
    select
        verdicts.set_key,
        lines.delivered_month_key,
        lines.tenant_hash,
        lines.product_key,
        lines.amount,
        lines.largest_amount,
        lines.active_count
    from {{ ref('int_repeated_lines') }} as lines
    inner join {{ ref('int_attribution_verdicts') }} as verdicts
        using (delivered_month_key, tenant_hash, line_key, attribution_key)
    where verdicts.is_kept
),

-- Before tenants get their numbers: joined first, every row would carry what the join brings.
amounts as (
    select
        set_key,
        delivered_month_key,
        tenant_hash,
        product_key,
        sum(amount) as amount,
        max(largest_amount) as largest_amount,
        max(active_count) as active_count
    from kept
    group by set_key, delivered_month_key, tenant_hash, product_key
)

select
    amounts.set_key,
    amounts.delivered_month_key,
    tenants.tenant_key,
    amounts.product_key,
    cast(
        case when datasets.lines_add_up then amounts.amount else amounts.largest_amount end
        as decimal(28, 10)
    ) as amount,
    amounts.active_count
from amounts
inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
inner join {{ ref('usage_datasets') }} as datasets using (dataset)
inner join {{ ref('int_tenants') }} as tenants
    on delivered.partner_id = tenants.partner_id and amounts.tenant_hash = tenants.tenant_hash
