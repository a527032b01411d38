-- One row per usage line and attribution of it that can earn under some version of the rules: AzureUsage repeats the same
-- consumption for each partner id and attribution type. A line is what the file says of the consumption itself; names,
-- quantities and what speaks of the partner are no part of it. Rows that name no service of the alias table, or whose
-- association earns nothing, are gone from here on (fct_unmapped_names lists them).
with rows_that_can_earn as (
    select
        usage.partner_id,
        usage.tenant_id,
        usage.usage_month,
        kinds.service,
        kinds.offer,
        kinds.association,
        {{ as_key('usage.admin_type') }} as admin_type_key,
        {{ as_text('usage.mpn_id') }} as location_id,
        {{ text_set_key([
            'usage.subscription_id', 'usage.service_level1', 'usage.service_level2', 'usage.service_level3',
            'usage.service_level4', 'usage.service_influencer', 'usage.service_group2',
            'usage.service_group3', 'usage.compute_os', 'usage.compute_os_attribute',
            'usage.compute_core_software', 'usage.usage_units', 'usage.ai_offer_type',
        ]) }} as line_key,
        usage.acr_usd,
    from {{ ref('stg_azure_usage') }} as usage
    inner join {{ ref('int_azure_row_kinds') }} as kinds
        on
            usage.service_level2 is not distinct from kinds.service_level2
            and usage.service_level3 is not distinct from kinds.service_level3
            and usage.service_level4 is not distinct from kinds.service_level4
            and usage.partner_attribution_type is not distinct from kinds.partner_attribution_type
            and usage.ai_offer_type is not distinct from kinds.ai_offer_type
    where
        kinds.can_earn
        and usage.tenant_id is not null
)

select
    partner_id,
    tenant_id,
    usage_month,
    service,
    offer,
    line_key,
    association,
    admin_type_key,
    location_id,
    sum(acr_usd) as acr_usd,
from rows_that_can_earn
group by all
