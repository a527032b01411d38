-- One row per usage dataset, partner and usage month in the windows of the month before the newest
-- one: the delivery that was the truth for it before the newest delivery came. Only partners whom
-- a usage extract of the month before covers: of others nothing was known then.
{{ config(materialized='table') }}

with newest as (
    select
        max(as_of_month) as newest_month,
        {{ add_months('max(as_of_month)', '-1') }} as month_before
    from {{ ref('stg_files_in_force') }}
),

reach as (
    select max(programme.baseline_months) + max(criteria.window_months) - 1 as months_back
    from {{ ref('programme') }} as programme
    inner join {{ ref('criteria') }} as criteria using (solution_area, rule_version)
),

covered_months as (
    select
        coverage.dataset,
        coverage.partner_id,
        coverage.as_of_month,
        months.month_start as usage_month
    from {{ ref('stg_coverage') }} as coverage
    cross join newest
    cross join reach
    inner join
        {{ month_series(
            "(select min(first_month) from " ~ ref('stg_coverage') ~ ")",
            "(select max(last_month) from " ~ ref('stg_coverage') ~ ")"
        ) }} as months
        on months.month_start between coverage.first_month and coverage.last_month
    where
        coverage.as_of_month <= newest.month_before
        and months.month_start
        between {{ add_months('newest.month_before', '-reach.months_back') }}
        and newest.month_before
        and coverage.partner_id in (
            select kept.partner_id
            from {{ ref('stg_coverage') }} as kept
            inner join {{ ref('dataset_coverage') }} as kept_datasets using (dataset)
            where kept.as_of_month = newest.month_before and kept_datasets.begins_scores
        )
),

known as (
    select
        dataset,
        partner_id,
        usage_month,
        max(as_of_month) as as_of_month
    from covered_months
    group by dataset, partner_id, usage_month
)

select
    known.dataset,
    known.partner_id,
    known.usage_month,
    known.as_of_month,
    newest.newest_month as profiles_before,
    bool_or(known.as_of_month <> truth.as_of_month) over (partition by known.partner_id)
        as is_restated
from known
cross join newest
inner join {{ ref('stg_usage_truth') }} as truth using (dataset, partner_id, usage_month)
