with differing as (
    select
        partner_id,
        tenant_id,
        usage_month,
        line_key
    from {{ ref('int_azure_repeats') }}
    group by partner_id, tenant_id, usage_month, line_key
    having bool_or(acr_usd <> kept_acr_usd)
),

-- Spellings of one attribution share a rank.
names as (
    select
        datasets.dataset,
        ranks.attribution_rank,
        min(attributions.association) as association,
        min(attributions.admin_type) as admin_type,
        min(attributions.location_id) as location_id
    from {{ ref('int_attribution_ranks') }} as ranks
    inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
    inner join {{ ref('int_accounting_bases') }} as bases using (set_key)
    inner join {{ ref('usage_datasets') }} as datasets on bases.product_line = datasets.part
    group by datasets.dataset, ranks.attribution_rank
),

subscriptions as (
    select distinct
        {{ record_key('usage') }} as record_key,
        usage.subscription_id
    from {{ ref('stg_ems_usage') }} as usage
    where
        {{ record_key('usage') }} in (
            select seats.first_record_key
            from {{ ref('int_subscriptions') }} as seats
            where seats.has_differing_amounts
        )
),

attributions as (
    select
        'AzureUsage' as dataset,
        repeats.partner_id,
        repeats.tenant_id,
        repeats.usage_month,
        cast(repeats.line_key as varchar) as line_id,
        repeats.attribution_rank,
        repeats.service as product,
        repeats.is_kept,
        repeats.acr_usd as amount,
        repeats.kept_acr_usd as kept_amount,
        repeats.records_count,
        repeats.first_record_key
    from {{ ref('int_azure_repeats') }} as repeats
    inner join differing using (partner_id, tenant_id, usage_month, line_key)
    union all
    select
        'EMSUsage' as dataset,
        seats.partner_id,
        seats.tenant_id,
        seats.usage_month,
        coalesce(subscriptions.subscription_id, '(empty)') as line_id,
        seats.attribution_rank,
        '(all workloads)' as product,
        seats.is_kept,
        seats.seats_count as amount,
        max(case when seats.is_kept then seats.seats_count end) over (
            partition by
                seats.partner_id, seats.tenant_id, seats.usage_month, seats.line_key
        ) as kept_amount,
        seats.records_count,
        seats.first_record_key
    from {{ ref('int_subscriptions') }} as seats
    inner join subscriptions on seats.first_record_key = subscriptions.record_key
    where seats.has_differing_amounts
)

select
    attributions.partner_id,
    attributions.tenant_id,
    attributions.usage_month,
    attributions.dataset,
    attributions.line_id,
    cast(row_number() over (
        partition by
            attributions.dataset, attributions.partner_id, attributions.tenant_id,
            attributions.usage_month, attributions.line_id
        order by attributions.attribution_rank
    ) as integer) as attribution_order,
    'attribution_amounts_differ' as issue,
    attributions.product,
    names.association,
    case attributions.dataset when 'AzureUsage' then names.admin_type end as admin_type,
    names.location_id,
    attributions.is_kept,
    cast(attributions.amount as decimal(28, 10)) as amount,
    cast(attributions.kept_amount as decimal(28, 10)) as kept_amount,
    cast(attributions.amount - attributions.kept_amount as decimal(28, 10)) as difference,
    case attributions.dataset when 'AzureUsage' then 'usd' else 'seats' end as unit,
    cast(attributions.records_count as bigint) as records_count,
    files.delivery,
    files.file_name,
    cast({{ record_of('attributions.first_record_key') }} as bigint) as first_record
from attributions
left join names using (dataset, attribution_rank)
inner join {{ ref('stg_known_files') }} as files
    on files.file_id = {{ file_of('attributions.first_record_key') }}
