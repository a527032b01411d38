-- One row per scored evaluation, test (the criteria that some rules share) and tenant with a row of
-- Microsoft 365 usage: whether some workload of it meets the criteria now and at the baseline;
-- size and activity on one and the same workload, unless the activity criterion holds on the
-- tenant.
with tests as (
    select distinct
        evaluations.evaluation_key,
        {{ seat_tests('rules') }}
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_part_rules') }} as rules using (solution_area, rule_version)
    where rules.part = 'm365'
),

tenant_totals as (
    select
        windows.evaluation_key,
        windows.basis_key,
        windows.window_months,
        windows.tenant_key,
        'tenant' as holds_on,
        {% for figure in ['current_paid', 'current_active', 'baseline_paid', 'baseline_active'] %}
            cast(sum(windows.{{ figure }}_count) as decimal(13, 4)) as {{ figure }}_count,
        {% endfor %}
    from {{ ref('int_m365_windows') }} as windows
    where
        windows.evaluation_key in (
            select tests.evaluation_key,
            from tests
            where tests.activity_holds_on = 'tenant'
        )
    group by windows.evaluation_key, windows.basis_key, windows.window_months, windows.tenant_key
),

workloads as (
    select
        windows.evaluation_key,
        tests.test_key,
        windows.tenant_key,
        windows.current_paid_count between tests.at_least and tests.at_most as is_sized_current,
        windows.baseline_paid_count between tests.at_least and tests.at_most as is_sized_baseline,
        case
            when tests.carried_from_path is null then false
            else windows.current_paid_count between tests.carried_at_least and tests.carried_at_most
        end as is_grown_current,
        {% for window in ['current', 'baseline'] %}
            case
                when not tests.has_activity then true
                else {{ ratio_within_bounds(
                    'coalesce(totals.W_active_count, windows.W_active_count)' | replace('W', window),
                    'coalesce(totals.W_paid_count, windows.W_paid_count)' | replace('W', window),
                    'tests.activity_',
                ) }}
            end as is_active_{{ window }},
        {% endfor %}
        windows.current_paid_count > tests.at_most as is_above,
        windows.current_protected_users,
        windows.baseline_protected_users,
    from {{ ref('int_m365_windows') }} as windows
    inner join tests using (evaluation_key, basis_key, window_months)
    left join tenant_totals as totals
        on
            tests.activity_holds_on = totals.holds_on
            and windows.evaluation_key = totals.evaluation_key
            and windows.basis_key = totals.basis_key
            and windows.window_months = totals.window_months
            and windows.tenant_key = totals.tenant_key
)

select
    evaluation_key,
    test_key,
    tenant_key,
    coalesce(bool_or(is_sized_current and is_active_current), false) as is_met_current,
    coalesce(bool_or(is_sized_baseline and is_active_baseline), false) as is_qualified_baseline,
    coalesce(bool_or(is_sized_baseline) and bool_or(is_grown_current and is_active_current), false)
        as is_carried,
    coalesce(bool_or(is_sized_current), false) as is_sized_current,
    coalesce(bool_and(is_above), false) as is_above_range,
    cast(coalesce(sum(current_protected_users), 0) as decimal(18, 4)) as current_value,
    cast(coalesce(sum(baseline_protected_users), 0) as decimal(18, 4)) as baseline_value,
    cast(coalesce(max(current_protected_users), 0) as decimal(18, 4)) as current_largest_value,
    cast(coalesce(max(baseline_protected_users), 0) as decimal(18, 4)) as baseline_largest_value,
from workloads
group by evaluation_key, test_key, tenant_key
