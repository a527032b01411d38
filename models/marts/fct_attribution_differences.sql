with differing as (
    select
        tenant_key,
        usage_month,
        line_key,
    from {{ ref('int_azure_repeats') }}
    group by tenant_key, usage_month, line_key
    having bool_or(acr_usd != kept_acr_usd)
),

azure_names as (
    select
        attributions.attribution_rank,
        min(attributions.association) as association,
        min({{ as_text('attributions.admin_type') }}) as admin_type,
        min(attributions.location_id) as location_id,
    from {{ ref('int_azure_attributions') }} as attributions
    inner join {{ ref('int_accounting_bases') }} as bases
        on
            attributions.association_set = bases.association_set
            and bases.product_line = 'azure'
    group by attributions.attribution_rank
),

seat_names as (
    select
        attributions.attribution_rank,
        min(names.association) as association,
        min(attributions.location_id) as location_id,
    from {{ ref('int_m365_attributions') }} as attributions
    inner join {{ ref('int_accounting_bases') }} as bases
        on
            attributions.association_set = bases.association_set
            and bases.product_line = 'm365'
    inner join {{ ref('int_association_names') }} as names using (association_key)
    group by attributions.attribution_rank
),

attributions as (
    select
        'AzureUsage' as dataset,
        repeats.tenant_key,
        repeats.usage_month,
        cast(repeats.line_key as varchar) as line_id,
        repeats.attribution_rank,
        repeats.service as product,
        azure_names.association,
        azure_names.admin_type,
        azure_names.location_id,
        repeats.is_kept,
        repeats.acr_usd as amount,
        repeats.kept_acr_usd as kept_amount,
        repeats.records_count,
        repeats.first_record_key,
    from {{ ref('int_azure_repeats') }} as repeats
    inner join differing using (tenant_key, usage_month, line_key)
    left join azure_names using (attribution_rank)
    union all
    select
        'EMSUsage' as dataset,
        seats.tenant_key,
        seats.usage_month,
        coalesce(seats.subscription_id, '(empty)') as line_id,
        seats.attribution_rank,
        '(all workloads)' as product,
        seat_names.association,
        null as admin_type,
        seat_names.location_id,
        seats.is_kept,
        seats.seats_count as amount,
        max(case when seats.is_kept then seats.seats_count end) over (
            partition by seats.tenant_key, seats.usage_month, seats.subscription_id
        ) as kept_amount,
        seats.records_count,
        seats.first_record_key,
    from {{ ref('int_ems_attributed') }} as seats
    left join seat_names using (attribution_rank)
    where seats.has_differing_amounts
)

select
    tenants.partner_id,
    tenants.tenant_id,
    attributions.usage_month,
    attributions.dataset,
    attributions.line_id,
    cast(row_number() over (
        partition by
            attributions.dataset, attributions.tenant_key, attributions.usage_month,
            attributions.line_id
        order by attributions.attribution_rank
    ) as integer) as attribution_order,
    'attribution_amounts_differ' as issue,
    attributions.product,
    attributions.association,
    attributions.admin_type,
    attributions.location_id,
    attributions.is_kept,
    cast(attributions.amount as decimal(28, 10)) as amount,
    cast(attributions.kept_amount as decimal(28, 10)) as kept_amount,
    cast(attributions.amount - attributions.kept_amount as decimal(28, 10)) as difference,
    case attributions.dataset when 'AzureUsage' then 'usd' else 'seats' end as unit,
    cast(attributions.records_count as bigint) as records_count,
    files.delivery,
    files.file_name,
    cast({{ record_of('attributions.first_record_key') }} as bigint) as first_record,
from attributions
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
inner join {{ ref('stg_known_files') }} as files
    on files.file_id = {{ file_of('attributions.first_record_key') }}
