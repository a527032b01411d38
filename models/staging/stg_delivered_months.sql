-- One row per delivered month that any hypothesis reads: a dataset, partner and usage month in one
-- delivery, and whether it is the truth.
{{ config(materialized='table') }}

select
    delivered_month_key,
    dataset,
    partner_id,
    delivered_month as usage_month,
    as_of_month,
    profiles_before,
    bool_or(hypothesis = 'reported') as is_truth
from {{ ref('stg_month_sources') }}
group by delivered_month_key, dataset, partner_id, delivered_month, as_of_month, profiles_before
