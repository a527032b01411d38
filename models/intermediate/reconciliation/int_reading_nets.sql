-- One row per reconciled evaluation, path, metric, part and open question whose other reading gives
-- another net value (or might: equal ones are here too, also where no tenant is touched).
with parts as (
    select
        metrics.evaluation_key,
        rules.*,
    from {{ ref('int_reconciled_metrics') }} as metrics
    inner join {{ ref('int_part_rules') }} as rules
        using (solution_area, rule_version, path, metric)
),

-- Decision 5: size on some workload, activity on all workloads of the tenant together.
seats as (
    select
        parts.*,
        windows.tenant_key,
        {% for window in ['current', 'baseline'] %}
            windows.{{ window }}_paid_count,
            {% for figure in ['paid', 'active'] %}
                sum(windows.{{ window }}_{{ figure }}_count) over (
                    partition by parts.evaluation_key, parts.rule_key, windows.tenant_key
                ) as {{ window }}_{{ figure }}_total,
            {% endfor %}
        {% endfor %}
    from parts
    left join {{ ref('int_m365_windows') }} as windows
        using (evaluation_key, basis_key, window_months)
    where parts.has_activity and parts.part = 'm365' and parts.counts = 'tenant'
),

workloads as (
    select
        *,
        {% for window in ['current', 'baseline'] %}
            {{ within_bounds(window ~ '_paid_count') }} as is_sized_{{ window }},
            {{ ratio_within_bounds(
                window ~ '_active_total', window ~ '_paid_total', 'activity_'
            ) }} as is_active_{{ window }},
        {% endfor %}
        carried_from_path is not null and {{ within_bounds('current_paid_count', 'carried_') }}
            as is_grown_current,
    from seats
),

seat_tenants as (
    select
        evaluation_key,
        path,
        metric,
        part,
        tenant_key,
        bool_or(is_sized_current) or (bool_or(is_sized_baseline) and bool_or(is_grown_current))
            as is_sized_current,
        bool_or(is_active_current) as is_active_current,
        bool_or(is_sized_baseline) as is_sized_baseline,
        bool_or(is_active_baseline) as is_active_baseline,
    from workloads
    group by evaluation_key, path, metric, part, tenant_key
),

-- Decision 20: the tenant's largest workload in place of the sum over workloads.
largest as (
    select
        parts.evaluation_key,
        parts.path,
        parts.metric,
        parts.part,
        results.tenant_key,
        any_value(results.is_qualified_current) as is_qualified_current,
        any_value(results.is_qualified_baseline) as is_qualified_baseline,
        max(windows.current_protected_users) as current_value,
        max(windows.baseline_protected_users) as baseline_value,
    from parts
    left join {{ ref('int_m365_results') }} as results using (evaluation_key, rule_key)
    left join {{ ref('int_m365_windows') }} as windows
        using (evaluation_key, basis_key, window_months, tenant_key)
    where parts.counts = 'value' and parts.part = 'm365'
    group by parts.evaluation_key, parts.path, parts.metric, parts.part, results.tenant_key
),

-- Decision 21: whoever usage growth takes for a former SMB tenant is one on deployments too.
carried as (
    select
        parts.evaluation_key,
        parts.path,
        parts.metric,
        parts.part,
        count(
            case when growth.is_carried_over and not results.is_qualified_current then 1 end
        ) as carried_tenants,
    from parts
    inner join {{ ref('int_part_rules') }} as growth_rules
        on
            parts.solution_area = growth_rules.solution_area
            and parts.rule_version = growth_rules.rule_version
            and parts.path = growth_rules.path
            and parts.part = growth_rules.part
            and growth_rules.metric = 'usage_growth'
    left join {{ ref('int_azure_results') }} as results
        on parts.evaluation_key = results.evaluation_key and parts.rule_key = results.rule_key
    left join {{ ref('int_azure_results') }} as growth
        on
            parts.evaluation_key = growth.evaluation_key
            and growth_rules.rule_key = growth.rule_key
            and results.tenant_key = growth.tenant_key
    where parts.carried_from_path is not null and parts.counts = 'tenant'
    group by parts.evaluation_key, parts.path, parts.metric, parts.part
),

-- Decision 25: what the month a year before counted, under the version of that month.
own_baselines as (
    select
        parts.evaluation_key,
        parts.path,
        parts.metric,
        parts.part,
        now.current_value - a_year_ago.current_value as net_value,
    from parts
    inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
    inner join {{ ref('int_scored_evaluations') }} as earlier
        on
            evaluations.partner_key = earlier.partner_key
            and evaluations.solution_area = earlier.solution_area
            and earlier.is_rule_in_force
            and earlier.as_of_month
            = {{ add_months('evaluations.as_of_month', '-evaluations.baseline_months') }}
    inner join {{ ref('int_prior_paths') }} as paths
        on
            parts.solution_area = paths.solution_area
            and parts.rule_version = paths.rule_version
            and parts.path = paths.path
            and earlier.rule_version = paths.prior_rule_version
    inner join {{ ref('int_usage_parts') }} as now
        on
            parts.evaluation_key = now.evaluation_key
            and parts.path = now.path
            and parts.metric = now.metric
            and parts.part = now.part
    inner join {{ ref('int_usage_parts') }} as a_year_ago
        on
            earlier.evaluation_key = a_year_ago.evaluation_key
            and paths.prior_path = a_year_ago.path
            and parts.metric = a_year_ago.metric
            and parts.part = a_year_ago.part
)

select
    evaluation_key,
    path,
    metric,
    part,
    'activity' as reading,
    count(case when is_active_current and is_sized_current then 1 end)
    - count(case when is_active_baseline and is_sized_baseline then 1 end) as net_value,
from seat_tenants
group by evaluation_key, path, metric, part
union all
select
    evaluation_key,
    path,
    metric,
    part,
    'protected_users' as reading,
    coalesce(sum(case when is_qualified_current then current_value end), 0)
    - coalesce(sum(case when is_qualified_baseline then baseline_value end), 0) as net_value,
from largest
group by evaluation_key, path, metric, part
union all
select
    carried.evaluation_key,
    carried.path,
    carried.metric,
    carried.part,
    'carry_over' as reading,
    parts.net_value + carried.carried_tenants as net_value,
from carried
inner join {{ ref('int_usage_parts') }} as parts using (evaluation_key, path, metric, part)
union all
select
    evaluation_key,
    path,
    metric,
    part,
    'own_baseline' as reading,
    net_value,
from own_baselines
