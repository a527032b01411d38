-- One row per usage basis, tenant, eligible workload and month: paid and active licences, and the protected users, which
-- are the active among the paid (decision 20).
with products as (
    select
        usage_basis,
        association_set,
        name as workload,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365' and kind = 'product'
)

select
    products.usage_basis,
    seats.tenant_key,
    seats.partner_id,
    seats.workload,
    seats.usage_month,
    seats.paid_count,
    seats.active_count,
    least(seats.active_count, seats.paid_count) as protected_users,
from {{ ref('int_m365_seats') }} as seats
inner join products using (association_set, workload)
