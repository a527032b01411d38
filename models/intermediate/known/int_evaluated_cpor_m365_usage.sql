-- One row per record of CPORM365Usage that any evaluation reads: the truth, and under a partner name of
-- its own what was known before the newest delivery restated it.
{{ config(materialized='view') }}

select *,
from {{ ref('stg_cpor_m365_usage') }}
union all
select *,
from (
    {{ cpor_m365_usage_rows(
        ref('int_restated_months'),
        ref('int_restated_truth'),
        ref('int_known_locations'),
        'truth.known_partner_id',
    ) }}
) as restated
