-- One row per usage dataset, partner and usage month: the delivery whose rows are the truth for
-- that month, which is the newest (highest as-of month) that covers it. When it was loaded
-- plays no part.
{{ config(materialized='table') }}

with covered_months as (
    select
        coverage.dataset,
        coverage.partner_id,
        months.month_start as usage_month,
        coverage.as_of_month
    from {{ ref('stg_coverage') }} as coverage
    inner join
        {{ month_series(
            "(select min(first_month) from " ~ ref('stg_coverage') ~ ")",
            "(select max(last_month) from " ~ ref('stg_coverage') ~ ")"
        ) }} as months
        on months.month_start between coverage.first_month and coverage.last_month
)

select
    dataset,
    partner_id,
    usage_month,
    max(as_of_month) as as_of_month
from covered_months
group by dataset, partner_id, usage_month
