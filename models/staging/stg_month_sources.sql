-- One row per hypothesis about usage, dataset, partner and usage month: the delivered month that
-- stands for it, mostly that month itself. Hypotheses that read the same delivered month share
-- its number, so that its rows are added up once. A dataset that names locations is read with
-- the Profiles known at the time.
{{ config(materialized='table') }}

with sources as (
    select
        'reported' as hypothesis,
        dataset,
        partner_id,
        usage_month,
        usage_month as delivered_month,
        as_of_month,
        cast(null as date) as profiles_before
    from {{ ref('stg_usage_truth') }}
    union all
    select
        'as_known' as hypothesis,
        dataset,
        partner_id,
        usage_month,
        usage_month as delivered_month,
        as_of_month,
        case when dataset in ({{ datasets_of_locations() }}) then profiles_before end
            as profiles_before
    from {{ ref('stg_known_truth') }}
    where is_restated
)

select
    hypothesis,
    dataset,
    partner_id,
    usage_month,
    delivered_month,
    as_of_month,
    profiles_before,
    cast(
        dense_rank() over (
            order by dataset, partner_id, delivered_month, as_of_month, profiles_before
        ) as integer
    ) as delivered_month_key
from sources
