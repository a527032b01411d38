-- One row per record of CPORM365Usage that is the truth for its partner and month. The extract
-- names locations only: the partner is the account that the location had for the delivery, and
-- claims of a location that no Profile names are not here.
{{ cpor_m365_usage_rows(
    ref('stg_usage_months'), ref('stg_usage_truth'), ref('stg_location_accounts')
) }}
