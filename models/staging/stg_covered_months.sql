-- One row per usage dataset, partner and usage month that any delivery covers, a header alone
-- included: in such a month a figure of the dataset is known, if only as nothing.
with spans as (
    select
        dataset,
        partner_id,
        first_month,
        last_month
    from {{ ref('stg_header_spans') }}
)

select
    dataset,
    partner_id,
    usage_month
from {{ ref('stg_usage_truth') }}
union
select
    spans.dataset,
    spans.partner_id,
    months.month_start as usage_month
from spans
inner join
    {{ month_series(
        "(select min(first_month) from spans)", "(select max(last_month) from spans)"
    ) }} as months
    on months.month_start between spans.first_month and spans.last_month
