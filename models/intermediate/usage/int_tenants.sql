-- One row per partner and tenant that any usage row in force names, with whole-number keys:
-- large joins and sums go by them instead of by texts.
select
    row_number() over (order by partners.partner_key, presence.tenant_id) as tenant_key,
    partners.partner_key,
    presence.partner_id,
    presence.tenant_id,
from {{ ref('int_tenant_presence') }} as presence
inner join {{ ref('int_partners') }} as partners using (partner_id)
group by partners.partner_key, presence.partner_id, presence.tenant_id
