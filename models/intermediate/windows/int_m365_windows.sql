-- One row per scored evaluation, usage basis, tenant and workload: licences at the as-of month beside
-- those of the baseline month (null where there are none). In the newest month a tenant without
-- any eligible seat is here too, without a workload.
with seats as (
    select
        months.evaluation_key,
        months.basis_key,
        months.window_months,
        months.is_current,
        seats.tenant_key,
        seats.workload_key,
        seats.workload,
        seats.paid_count,
        seats.active_count,
        seats.protected_users,
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_m365_workload_months') }} as seats
        using (basis_key, partner_key, usage_month)
    where months.part = 'm365' and months.usage_month = months.end_month
),

workload_ends as (
    select
        evaluation_key,
        basis_key,
        window_months,
        tenant_key,
        workload_key,
        any_value(workload) as workload,
        max(case when is_current then paid_count end) as current_paid_count,
        max(case when is_current then active_count end) as current_active_count,
        max(case when is_current then protected_users end) as current_protected_users,
        max(case when not is_current then paid_count end) as baseline_paid_count,
        max(case when not is_current then active_count end) as baseline_active_count,
        max(case when not is_current then protected_users end) as baseline_protected_users,
    from seats
    group by evaluation_key, basis_key, window_months, tenant_key, workload_key
)

select
    evaluation_key,
    basis_key,
    window_months,
    tenant_key,
    workload_key,
    workload,
    current_paid_count,
    current_active_count,
    current_protected_users,
    baseline_paid_count,
    baseline_active_count,
    baseline_protected_users,
from workload_ends
union all
select
    present.evaluation_key,
    present.basis_key,
    present.window_months,
    present.tenant_key,
    null as workload_key,
    null as workload,
    null as current_paid_count,
    null as current_active_count,
    null as current_protected_users,
    null as baseline_paid_count,
    null as baseline_active_count,
    null as baseline_protected_users,
from {{ ref('int_newest_tenants') }} as present
left join workload_ends using (evaluation_key, basis_key, window_months, tenant_key)
where present.part = 'm365' and workload_ends.tenant_key is null
