-- One row per record of EMSUsage that any evaluation reads: the truth, and under a partner name of
-- its own what was known before the newest delivery restated it.
{{ config(materialized='view') }}

select *,
from {{ ref('stg_ems_usage') }}
union all
select *,
from (
    {{ ems_usage_rows(
        ref('int_restated_months'), ref('int_restated_truth'), 'truth.known_partner_id'
    ) }}
) as restated
