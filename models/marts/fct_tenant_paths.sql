with versions_with_paths as (
    select
        solution_area,
        rule_version,
    from {{ ref('metrics') }}
    group by solution_area, rule_version
    having count(distinct path) > 1
),

newest as (
    select max(as_of_month) as newest_month,
    from {{ ref('int_scored_evaluations') }}
),

evaluations as (
    select evaluations.*,
    from {{ ref('int_scored_evaluations') }} as evaluations
    inner join versions_with_paths using (solution_area, rule_version)
    cross join newest
    where evaluations.as_of_month >= {{ add_months('newest.newest_month', '-1') }}
),

largest_workloads as (
    select
        evaluation_key,
        tenant_key,
        'm365' as part,
        cast(max(current_paid_count) as decimal(28, 10)) as largest_workload_paid_count,
    from {{ ref('int_m365_windows') }}
    group by evaluation_key, tenant_key
),

tenants_on_paths as (
    select
        results.evaluation_key,
        rules.part,
        results.tenant_key,
        bool_or(rules.path = 'enterprise' and results.is_qualified_current) as is_enterprise,
        bool_or(rules.path = 'smb' and results.is_qualified_current) as is_smb,
        bool_or(rules.path = 'smb' and results.is_carried_over) as is_smb_carry_over,
        max(case when rules.part = 'azure' then results.current_value end) as ttm_acr_usd,
    from {{ ref('int_usage_results') }} as results
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join evaluations using (evaluation_key)
    where rules.metric = 'usage_growth'
    group by results.evaluation_key, rules.part, results.tenant_key
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    paths.part as product_line,
    tenants.tenant_id,
    evaluations.is_rule_in_force,
    paths.is_enterprise,
    paths.is_smb,
    paths.is_smb_carry_over,
    case when paths.part = 'm365' then coalesce(largest.largest_workload_paid_count, 0) end
        as largest_workload_paid_count,
    paths.ttm_acr_usd,
    {{ path_reason('paths') }} as reason,
from tenants_on_paths as paths
inner join evaluations using (evaluation_key)
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
left join largest_workloads as largest
    on
        paths.part = largest.part
        and paths.evaluation_key = largest.evaluation_key
        and paths.tenant_key = largest.tenant_key
