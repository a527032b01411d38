-- One row per row of int_near_seats: whether the tenant would qualify if that workload stood just
-- across the line and all its others as they are, and with how many protected users. The criteria
-- are those of int_m365_tests, word for word the same macros.
with tests as (
    select distinct {{ seat_tests('rules') }}
    from {{ ref('int_part_rules') }} as rules
    where rules.part = 'm365'
),

workloads as (
    select
        near.near_key,
        tests.test_key,
        windows.baseline_paid_count,
        case
            when near.workload_key = windows.workload_key and near.criterion = 'size'
                then near.measured_across
            else windows.current_paid_count
        end as paid_count,
        case
            when near.workload_key = windows.workload_key and near.criterion = 'activity'
                then near.measured_across
            else windows.current_active_count
        end as active_count,
    from {{ ref('int_near_seats') }} as near
    inner join tests using (test_key)
    inner join {{ ref('int_m365_windows') }} as windows
        using (evaluation_key, basis_key, window_months, tenant_key)
),

totals as (
    select
        *,
        sum(paid_count) over (partition by near_key) as tenant_paid_count,
        sum(active_count) over (partition by near_key) as tenant_active_count,
    from workloads
),

flags as (
    select
        totals.near_key,
        totals.paid_count between tests.at_least and tests.at_most as is_sized,
        totals.baseline_paid_count between tests.at_least and tests.at_most as is_sized_baseline,
        tests.carried_from_path is not null
        and totals.paid_count between tests.carried_at_least and tests.carried_at_most as is_grown,
        case
            when not tests.has_activity then true
            when tests.activity_holds_on = 'tenant'
                then {{ ratio_within_bounds(
                    'totals.tenant_active_count', 'totals.tenant_paid_count', 'tests.activity_'
                ) }}
            else {{ ratio_within_bounds(
                'totals.active_count', 'totals.paid_count', 'tests.activity_'
            ) }}
        end as is_active,
        least(totals.active_count, totals.paid_count) as protected_users,
    from totals
    inner join tests using (test_key)
)

select
    near_key,
    coalesce(bool_or(is_sized and is_active), false)
    or coalesce(bool_or(is_sized_baseline) and bool_or(is_grown and is_active), false)
        as is_qualified_across,
    cast(coalesce(sum(protected_users), 0) as decimal(18, 4)) as value_across,
from flags
group by near_key
