-- One row per association and admin role as AzureUsage spells them together, and location, whether
-- the association earns or not.
with attributed as (
    select distinct
        partner_attribution_type,
        admin_type,
        location_id,
    from {{ ref('int_evaluated_azure_usage') }}
)

select
    attributed.partner_attribution_type,
    attributed.admin_type,
    attributed.location_id,
    {{ azure_attribution_key('attributed') }} as attribution_key,
    association_names.association,
from attributed
left join {{ ref('int_association_names') }} as association_names
    on {{ as_key('attributed.partner_attribution_type') }} = association_names.association_key
