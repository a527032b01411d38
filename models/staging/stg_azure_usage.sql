-- One row per record of AzureUsage that is the truth for its partner and month; texts as
-- delivered where only their equality matters, ids and the amount read.
select
    usage.file_id,
    usage.record,
    months.as_of_month,
    months.usage_month,
    truth.partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    usage.subscription_id,
    usage.service_level1,
    usage.service_level2,
    usage.service_level3,
    usage.service_level4,
    usage.service_influencer,
    usage.service_group2,
    usage.service_group3,
    usage.compute_os,
    usage.compute_os_attribute,
    usage.compute_core_software,
    usage.usage_units,
    usage.ai_offer_type,
    usage.partner_attribution_type,
    usage.admin_type,
    usage.mpn_id,
    usage.customer_name,
    usage.customer_tenant_name,
    usage.customer_tpid,
    usage.customer_segment,
    usage.customer_market,
    {{ as_amount('usage.acr_usd') }} as acr_usd,
from {{ source('raw', 'azure_usage') }} as usage
inner join {{ ref('stg_usage_months') }} as months
    on usage.file_id = months.file_id and usage.month = months.month_text
inner join {{ ref('stg_usage_truth') }} as truth
    on
        truth.dataset = 'AzureUsage'
        and trim(usage.pga_mpn_id) = truth.partner_id
        and months.usage_month = truth.usage_month
        and months.as_of_month = truth.as_of_month
