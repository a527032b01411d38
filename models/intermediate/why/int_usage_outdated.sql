-- One row per file of a usage dataset, spelling of a month and partner (for CPOR claims location)
-- whose rows are not the truth: the month was not closed, a correction or a newer delivery stands
-- in their place, or nobody knows whose location it is.
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
)

select
    file_id,
    dataset,
    month_text,
    usage_month,
    partner_text,
    partner_id,
    reason
from judged
where reason is not null
