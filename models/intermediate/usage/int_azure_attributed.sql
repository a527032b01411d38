-- One row per association, admin role and location as AzureUsage spells them together, whether the
-- association earns or not.
with attributed as (
    select distinct
        partner_attribution_type,
        admin_type,
        mpn_id,
    from {{ ref('int_evaluated_azure_usage') }}
)

select
    attributed.partner_attribution_type,
    attributed.admin_type,
    attributed.mpn_id,
    {{ azure_attribution_key('attributed') }} as attribution_key,
    association_names.association,
    {{ as_text('attributed.mpn_id') }} as location_id,
from attributed
left join {{ ref('int_association_names') }} as association_names
    on {{ as_key('attributed.partner_attribution_type') }} = association_names.association_key
