-- One row per scored pair, path, metric and tenant with a row of Microsoft 365 usage: whether some workload of it meets
-- the criteria now and at the baseline (size and activity on one and the same workload, unless the activity criterion
-- holds on the tenant), and what it adds to the metric.
with rules as (
    select
        pairs.pair_key,
        rules.*,
    from {{ ref('int_scored_pairs') }} as pairs
    inner join {{ ref('int_part_rules') }} as rules using (solution_area, rule_version)
    where rules.part = 'm365'
),

tenant_totals as (
    select
        windows.pair_key,
        windows.usage_basis,
        windows.window_months,
        windows.tenant_key,
        sum(windows.current_paid_count) as current_paid_count,
        sum(windows.current_active_count) as current_active_count,
        sum(windows.baseline_paid_count) as baseline_paid_count,
        sum(windows.baseline_active_count) as baseline_active_count,
    from {{ ref('int_m365_windows') }} as windows
    where windows.pair_key in (select rules.pair_key from rules where rules.activity_holds_on = 'tenant')
    group by windows.pair_key, windows.usage_basis, windows.window_months, windows.tenant_key
),

workloads as (
    select
        windows.pair_key,
        windows.tenant_key,
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        {{ within_bounds('windows.current_paid_count', 'rules.') }} as is_sized_current,
        {{ within_bounds('windows.baseline_paid_count', 'rules.') }} as is_sized_baseline,
        rules.carried_from_path is not null
        and {{ within_bounds('windows.current_paid_count', 'rules.carried_') }} as is_grown_current,
        not rules.has_activity
        or {{ ratio_within_bounds(
            'coalesce(totals.current_active_count, windows.current_active_count)',
            'coalesce(totals.current_paid_count, windows.current_paid_count)',
            'rules.activity_',
        ) }} as is_active_current,
        not rules.has_activity
        or {{ ratio_within_bounds(
            'coalesce(totals.baseline_active_count, windows.baseline_active_count)',
            'coalesce(totals.baseline_paid_count, windows.baseline_paid_count)',
            'rules.activity_',
        ) }} as is_active_baseline,
        windows.current_paid_count > rules.upper as is_above,
        windows.current_protected_users,
        windows.baseline_protected_users,
    from {{ ref('int_m365_windows') }} as windows
    inner join rules using (pair_key, usage_basis, window_months)
    left join tenant_totals as totals
        on
            rules.activity_holds_on = 'tenant'
            and windows.pair_key = totals.pair_key
            and windows.usage_basis = totals.usage_basis
            and windows.window_months = totals.window_months
            and windows.tenant_key = totals.tenant_key
),

results as (
    select
        pair_key,
        path,
        metric,
        part,
        tenant_key,
        counts,
        coalesce(bool_or(is_sized_current and is_active_current), false) as is_met_current,
        coalesce(bool_or(is_sized_baseline and is_active_baseline), false) as is_qualified_baseline,
        coalesce(
            bool_or(is_sized_baseline) and bool_or(is_grown_current and is_active_current), false
        ) as is_carried,
        coalesce(bool_or(is_sized_current), false) as is_sized_current,
        coalesce(bool_and(is_above), false) as is_above_range,
        coalesce(sum(current_protected_users), 0) as current_value,
        coalesce(sum(baseline_protected_users), 0) as baseline_value,
    from workloads
    group by pair_key, path, metric, part, tenant_key, counts
)

select
    pair_key,
    path,
    metric,
    part,
    tenant_key,
    counts,
    is_met_current or is_carried as is_qualified_current,
    is_carried and not is_met_current as is_carried_over,
    is_qualified_baseline,
    is_sized_current,
    is_above_range,
    cast(current_value as decimal(28, 10)) as current_value,
    cast(baseline_value as decimal(28, 10)) as baseline_value,
    {{ contribution('is_met_current or is_carried', 'current_value', 'is_qualified_baseline', 'baseline_value') }}
        as contribution,
from results
