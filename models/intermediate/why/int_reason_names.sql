-- One row per partner, month, dataset, reason and name (null where no name decides it): every
-- loaded row of the usage datasets, ACR and paid seats, each once.
with repeats as (
    select
        partner_id,
        usage_month,
        reason,
        name,
        case
            when acr_usd <> kept_acr_usd then 'attribution_amounts_differ'
            else 'second_attribution'
        end as new_reason,
        sum(records_count) as records_count,
        sum(acr_usd) as acr_usd
    from {{ ref('int_azure_repeats') }}
    where not is_kept
    group by partner_id, usage_month, reason, name, new_reason
),

azure as (
    select
        partner_id,
        usage_month,
        reason,
        name,
        records_count,
        acr_usd
    from {{ ref('int_azure_reasons') }}
    union all
    select
        partner_id,
        usage_month,
        reason,
        name,
        -records_count as records_count,
        -acr_usd as acr_usd
    from repeats
    union all
    select
        partner_id,
        usage_month,
        new_reason as reason,
        null as name,
        records_count,
        acr_usd
    from repeats
),

reasons as (
    select
        partner_id,
        usage_month,
        'AzureUsage' as dataset,
        reason,
        name,
        records_count,
        acr_usd,
        0 as seats_count
    from azure
    union all
    select
        partner_id,
        usage_month,
        'EMSUsage' as dataset,
        reason,
        name,
        records_count,
        0 as acr_usd,
        seats_count
    from {{ ref('int_ems_reasons') }}
    union all
    select
        partner_id,
        usage_month,
        'CPORM365Usage' as dataset,
        reason,
        name,
        1 as records_count,
        0 as acr_usd,
        paid_count as seats_count
    from {{ ref('int_claims') }}
    union all
    select
        partner_id,
        usage_month,
        dataset,
        reason,
        case when reason = 'unknown_partner_location' then partner_id end as name,
        rows_count as records_count,
        acr_usd,
        seats_count
    from {{ ref('int_outdated_rows') }}
)

select
    partner_id,
    usage_month,
    dataset,
    reason,
    name,
    cast(sum(records_count) as bigint) as rows_count,
    cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
    cast(sum(seats_count) as decimal(28, 10)) as seats_count
from reasons
group by partner_id, usage_month, dataset, reason, name
having sum(records_count) <> 0 or sum(acr_usd) <> 0 or sum(seats_count) <> 0
