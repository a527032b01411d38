-- One row per record of CPORM365Usage that is the truth for its partner and month. The extract
-- names locations only: the partner comes from the Profile, and claims of a location that no
-- Profile names are not here.
select
    usage.file_id,
    usage.record,
    months.as_of_month,
    months.usage_month,
    truth.partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_key('usage.workload_name') }} as workload_key,
    {{ as_key('usage.partner_attribution_type') }} as association_key,
    {{ as_text('usage.mpn_id') }} as location_id,
    {{ as_text('usage.claim_id') }} as claim_id,
    {{ as_text('usage.customer_name') }} as customer_name,
    {{ as_count('usage.paid_available_units') }} as paid_count,
    {{ as_count('usage.monthly_active_users') }} as active_count,
from {{ source('raw', 'cpor_m365_usage') }} as usage
inner join {{ ref('stg_usage_months') }} as months
    on usage.file_id = months.file_id and usage.month = months.month_text
inner join {{ ref('stg_partner_locations') }} as locations
    on trim(usage.mpn_id) = locations.location_id
inner join {{ ref('stg_usage_truth') }} as truth
    on
        truth.dataset = 'CPORM365Usage'
        and locations.partner_id = truth.partner_id
        and months.usage_month = truth.usage_month
        and months.as_of_month = truth.as_of_month
