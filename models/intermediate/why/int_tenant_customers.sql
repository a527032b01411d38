-- One row per partner and tenant with its customer, as whole numbers and by name, and the tenant's
-- place among the customer's tenants.
select
    tenants.tenant_key,
    tenants.partner_key,
    tenants.tenant_id,
    names.tenant_name,
    names.customer_id,
    dense_rank() over (order by names.customer_id) as customer_key,
    row_number() over (
        partition by tenants.partner_key, names.customer_id
        order by tenants.tenant_key
    ) as place_in_customer
from {{ ref('int_tenants') }} as tenants
inner join {{ ref('int_tenant_names') }} as names on tenants.tenant_id = names.tenant_id
where tenants.is_truth
