with usage_span as (
    select
        tenants.tenant_id,
        min(presence.usage_month) as first_month,
        max(presence.usage_month) as last_month
    from {{ ref('int_tenant_presence') }} as presence
    inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_hash)
    where presence.is_truth
    group by tenants.tenant_id
)

select
    names.tenant_id,
    names.tenant_name,
    names.customer_id,
    names.customer_name,
    names.market,
    names.segment,
    usage_span.first_month,
    usage_span.last_month,
    'Names and places as the newest month of any dataset gives them' as source
from {{ ref('int_tenant_names') }} as names
left join usage_span using (tenant_id)
