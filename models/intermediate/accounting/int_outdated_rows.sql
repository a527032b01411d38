-- One row per dataset, partner (or location without one), month and reason for which rows are not
-- the truth: how many rows, with their ACR and paid seats.
with amounts as (
    select
        outdated.file_id,
        outdated.dataset,
        outdated.partner_id,
        outdated.usage_month,
        outdated.reason,
        sum({{ as_amount('usage.acr_usd') }}) as acr_usd,
        0 as seats_count,
        count(*) as rows_count,
    from {{ source('raw', 'azure_usage') }} as usage
    inner join {{ ref('int_usage_outdated') }} as outdated
        on
            usage.file_id = outdated.file_id
            and usage.month = outdated.month_text
            and {{ as_text('usage.pga_mpn_id') }} = outdated.partner_text
    where outdated.dataset = 'AzureUsage'
    group by all
    union all
    select
        outdated.file_id,
        outdated.dataset,
        outdated.partner_id,
        outdated.usage_month,
        outdated.reason,
        0 as acr_usd,
        sum(
            {% for prefix in ems_workload_prefixes() %}
                coalesce({{ as_count('usage.' ~ prefix ~ '_paid_available_units') }}, 0)
                {{ '+' if not loop.last }}
            {% endfor %}
        ) as seats_count,
        count(*) as rows_count,
    from {{ source('raw', 'ems_usage') }} as usage
    inner join {{ ref('int_usage_outdated') }} as outdated
        on
            usage.file_id = outdated.file_id
            and usage.month = outdated.month_text
            and {{ as_text('usage.pga_mpn_id') }} = outdated.partner_text
    where outdated.dataset = 'EMSUsage'
    group by all
    union all
    select
        outdated.file_id,
        outdated.dataset,
        outdated.partner_id,
        outdated.usage_month,
        outdated.reason,
        0 as acr_usd,
        sum(coalesce({{ as_count('usage.paid_available_units') }}, 0)) as seats_count,
        count(*) as rows_count,
    from {{ source('raw', 'cpor_m365_usage') }} as usage
    inner join {{ ref('int_usage_outdated') }} as outdated
        on
            usage.file_id = outdated.file_id
            and usage.month = outdated.month_text
            and {{ as_text('usage.mpn_id') }} = outdated.partner_text
    where outdated.dataset = 'CPORM365Usage'
    group by all
)

select
    partner_id,
    usage_month,
    dataset,
    reason,
    sum(rows_count) as rows_count,
    cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
    cast(sum(seats_count) as decimal(28, 10)) as seats_count,
from amounts
group by partner_id, usage_month, dataset, reason
