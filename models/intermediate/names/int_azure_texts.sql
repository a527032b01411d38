-- One row per combination of service levels, offer, association, admin role and location as
-- AzureUsage spells them: names are read once per spelling and not once per record.
with texts as (
    select distinct
        service_level2,
        service_level3,
        service_level4,
        ai_offer_type,
        partner_attribution_type,
        admin_type,
        location_id
    from {{ ref('stg_azure_usage') }}
)

select
    {{ azure_product_key('texts') }} as product_key,
    {{ azure_attribution_key('texts') }} as attribution_key,
    *
from texts
