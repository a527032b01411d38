-- One row per dataset, partner (or location without one), month and reason for which rows are not
-- the truth: how many rows, with their ACR and paid seats. The month was not closed, a correction
-- or a newer delivery stands in their place, or nobody knows whose location it is.
with files as (
    select
        file_id,
        dataset,
        as_of_month,
        is_in_force
    from {{ ref('stg_known_files') }}
    where dataset in ({{ usage_datasets() }})
),

spans as (
    select
        dataset,
        as_of_month,
        min(first_month) as first_month,
        max(last_month) as last_month
    from {{ ref('stg_files_in_force') }}
    group by dataset, as_of_month
),

months as (
    select distinct usage_month
    from {{ ref('stg_file_months') }}
),

-- For locations without a partner, who could be covered: the newest delivery whose rows of the
-- dataset span the month.
newest as (
    select
        spans.dataset,
        months.usage_month,
        max(spans.as_of_month) as as_of_month
    from spans
    inner join months
        on months.usage_month between spans.first_month and spans.last_month
    group by spans.dataset, months.usage_month
),

cells as (
    select
        files.*,
        months.month_text,
        months.usage_month,
        named.partner_text,
        named.partner_id,
        newest.as_of_month > files.as_of_month as is_spanned_later
    from files
    inner join {{ ref('stg_file_months') }} as months using (file_id)
    inner join {{ ref('stg_file_partners') }} as named using (file_id)
    left join newest
        on files.dataset = newest.dataset and months.usage_month = newest.usage_month
),

judged as (
    select
        cells.file_id,
        cells.dataset,
        cells.month_text,
        cells.usage_month,
        cells.partner_text,
        coalesce(cells.partner_id, cells.partner_text) as partner_id,
        case
            when cells.usage_month > cells.as_of_month then 'month_not_closed'
            when not cells.is_in_force then 'superseded'
            when cells.partner_id is null and cells.is_spanned_later then 'superseded'
            when cells.partner_id is null then 'unknown_partner_location'
            when not coalesce(truth.as_of_month = cells.as_of_month, false) then 'superseded'
        end as reason
    from cells
    left join {{ ref('stg_usage_truth') }} as truth using (dataset, partner_id, usage_month)
),

amounts as (
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
        inner join judged as outdated
            on
                usage.file_id = outdated.file_id
                and usage.month = outdated.month_text
                and {{ as_id('usage.' ~ owner) }} = outdated.partner_text
        where outdated.dataset = '{{ dataset }}' and outdated.reason is not null
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
