with listed as (
    select
        partner_id,
        dataset,
        reason,
        name,
        rows_count,
        case when dataset = 'AzureUsage' then acr_usd end as acr_usd,
        case when dataset != 'AzureUsage' then seats_count end as seats_count
    from {{ ref('int_reason_names') }}
    where name is not null
    union all
    select
        partner_id,
        'TrainingCompletions' as dataset,
        reason,
        name,
        1 as rows_count,
        null as acr_usd,
        null as seats_count
    from {{ ref('int_certificate_reasons') }}
    where
        name is not null
        and as_of_month = (
            select max(files.as_of_month)
            from {{ ref('stg_files_in_force') }} as files
            where files.dataset = 'TrainingCompletions'
        )
)

select
    listed.partner_id,
    listed.dataset,
    listed.reason,
    reasons.label as kind,
    listed.name,
    reasons.is_warned,
    cast(sum(listed.rows_count) as bigint) as records_count,
    cast(sum(listed.acr_usd) as decimal(28, 10)) as acr_usd,
    cast(sum(listed.seats_count) as decimal(28, 10)) as seats_count
from listed
inner join {{ ref('accounting_reasons') }} as reasons using (reason)
group by
    listed.partner_id, listed.dataset, listed.reason, reasons.label, listed.name, reasons.is_warned
