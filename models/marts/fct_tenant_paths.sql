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
    from {{ ref('int_scored_pairs') }}
),

pairs as (
    select pairs.*,
    from {{ ref('int_scored_pairs') }} as pairs
    inner join versions_with_paths using (solution_area, rule_version)
    cross join newest
    where pairs.as_of_month >= {{ add_months('newest.newest_month', '-1') }}
),

largest_workloads as (
    select
        pair_key,
        tenant_key,
        'm365' as part,
        cast(max(current_paid_count) as decimal(28, 10)) as largest_workload_paid_count,
    from {{ ref('int_m365_windows') }}
    group by pair_key, tenant_key
),

tenants_on_paths as (
    select
        results.pair_key,
        rules.part,
        results.tenant_key,
        bool_or(rules.path = 'enterprise' and results.is_qualified_current) as is_enterprise,
        bool_or(rules.path = 'smb' and results.is_qualified_current) as is_smb,
        bool_or(rules.path = 'smb' and results.is_carried_over) as is_smb_carry_over,
        max(case when rules.part = 'azure' then results.current_value end) as ttm_acr_usd,
    from {{ ref('int_usage_results') }} as results
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join pairs using (pair_key)
    where rules.metric = 'usage_growth'
    group by results.pair_key, rules.part, results.tenant_key
)

select
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    paths.part as product_line,
    tenants.tenant_id,
    pairs.is_rule_in_force,
    paths.is_enterprise,
    paths.is_smb,
    paths.is_smb_carry_over,
    case when paths.part = 'm365' then coalesce(largest.largest_workload_paid_count, 0) end
        as largest_workload_paid_count,
    paths.ttm_acr_usd,
    {{ path_reason('paths') }} as reason,
from tenants_on_paths as paths
inner join pairs using (pair_key)
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
left join largest_workloads as largest
    on
        paths.part = largest.part
        and paths.pair_key = largest.pair_key
        and paths.tenant_key = largest.tenant_key
