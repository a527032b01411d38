-- One row per partner and tenant that any usage row in force names, with a whole-number key that the large joins use.
select
    row_number() over (order by partner_id, tenant_id) as tenant_key,
    partner_id,
    tenant_id,
from {{ ref('int_tenant_presence') }}
group by partner_id, tenant_id
