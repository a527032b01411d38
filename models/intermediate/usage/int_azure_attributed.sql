-- One row per association, admin role and location as AzureUsage spells them together, whether the
-- association earns or not.
with attributed as (
    select distinct
        partner_attribution_type,
        admin_type,
        mpn_id,
    from {{ ref('int_evaluated_azure_usage') }}
),

association_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        association,
    from {{ ref('association_names') }}
)

select
    attributed.partner_attribution_type,
    attributed.admin_type,
    attributed.mpn_id,
    {{ azure_attribution_key('attributed') }} as attribution_key,
    association_names.association,
    {{ as_text('attributed.mpn_id') }} as location_id,
from attributed
left join association_names
    on {{ as_key('attributed.partner_attribution_type') }} = association_names.alias_key
