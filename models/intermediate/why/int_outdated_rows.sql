-- One row per dataset, partner (or location without one), month and reason for which rows are not
-- the truth: how many rows, with their ACR and paid seats.
with amounts as (
    {% for dataset, table, owner, acr_usd, seats_count in [
        ('AzureUsage', 'azure_usage', 'pga_mpn_id', as_amount('usage.acr_usd'), '0'),
        ('EMSUsage', 'ems_usage', 'pga_mpn_id', '0', ems_paid_count('usage')),
        (
            'CPORM365Usage', 'cpor_m365_usage', 'mpn_id', '0',
            'coalesce(' ~ as_count('usage.paid_available_units') ~ ', 0)',
        ),
    ] %}
        select
            outdated.partner_id,
            outdated.usage_month,
            outdated.dataset,
            outdated.reason,
            sum({{ acr_usd }}) as acr_usd,
            sum({{ seats_count }}) as seats_count,
            count(*) as rows_count
        from {{ source('raw', table) }} as usage
        inner join {{ ref('int_usage_outdated') }} as outdated
            on
                usage.file_id = outdated.file_id
                and usage.month = outdated.month_text
                and {{ as_id('usage.' ~ owner) }} = outdated.partner_text
        where outdated.dataset = '{{ dataset }}'
        group by
            outdated.partner_id, outdated.usage_month, outdated.dataset, outdated.reason
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    partner_id,
    usage_month,
    dataset,
    reason,
    sum(rows_count) as rows_count,
    cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
    cast(sum(seats_count) as decimal(28, 10)) as seats_count
from amounts
group by partner_id, usage_month, dataset, reason
