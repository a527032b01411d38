-- One row per usage basis, tenant, eligible workload and month: paid and active licences, and
-- the protected users, which are the active among the paid (decision 20).
with products as (
    select
        basis_key,
        association_set,
        name as workload,
        dense_rank() over (order by name) as workload_key,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365' and kind = 'product'
)

select
    products.basis_key,
    tenants.partner_key,
    seats.tenant_key,
    products.workload_key,
    products.workload,
    seats.usage_month,
    seats.paid_count,
    seats.active_count,
    least(seats.active_count, seats.paid_count) as protected_users,
from {{ ref('int_m365_seats') }} as seats
inner join {{ ref('int_evaluated_tenants') }} as tenants using (tenant_key)
inner join products using (association_set, workload)
