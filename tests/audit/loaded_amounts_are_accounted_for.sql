-- Fails with one row per dataset for which the ACR or the paid licences of all loaded rows, added
-- up from the extracts themselves, are not those that the accounting adds up to.
{{ config(meta={'dagster': {'ref': {'name': 'fct_usage_accounting'}}}) }}

with known_files as (
    select file_id
    from {{ ref('stg_known_files') }}
),

loaded as (
    select
        'AzureUsage' as dataset,
        sum({{ as_amount('usage.acr_usd') }}) as acr_usd,
        0 as seats_count
    from {{ source('raw', 'azure_usage') }} as usage
    inner join known_files using (file_id)
    union all
    select
        'EMSUsage' as dataset,
        0 as acr_usd,
        sum({{ ems_paid_count('usage') }}) as seats_count
    from {{ source('raw', 'ems_usage') }} as usage
    inner join known_files using (file_id)
    union all
    select
        'CPORM365Usage' as dataset,
        0 as acr_usd,
        sum(coalesce({{ as_count('usage.paid_available_units') }}, 0)) as seats_count
    from {{ source('raw', 'cpor_m365_usage') }} as usage
    inner join known_files using (file_id)
),

accounted as (
    select
        dataset,
        sum(acr_usd) as acr_usd,
        sum(seats_count) as seats_count
    from {{ ref('fct_usage_accounting') }}
    group by dataset
)

select
    loaded.dataset,
    loaded.acr_usd as loaded_acr_usd,
    accounted.acr_usd as accounted_acr_usd,
    loaded.seats_count as loaded_seats,
    accounted.seats_count as accounted_seats
from loaded
left join accounted using (dataset)
where
    coalesce(loaded.acr_usd, 0) != coalesce(accounted.acr_usd, 0)
    or coalesce(loaded.seats_count, 0) != coalesce(accounted.seats_count, 0)
