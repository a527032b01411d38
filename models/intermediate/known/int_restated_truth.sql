-- One row per usage dataset, partner and usage month that is read once more as it was known, for
-- partners of whom the newest delivery restates anything.
{{ config(materialized='view') }}

select
    dataset,
    partner_id,
    known_partner_id,
    usage_month,
    as_of_month,
from {{ ref('int_known_truth') }}
where is_restated
