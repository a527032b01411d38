-- Where the class of the partner decides, no tenant is on a path by itself.
with versions_with_paths as (
    select
        metrics.solution_area,
        metrics.rule_version
    from {{ ref('metrics') }} as metrics
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
    where programme.path_choice <> 'by_class'
    group by metrics.solution_area, metrics.rule_version
    having count(distinct metrics.path) > 1
),

newest as (
    select max(as_of_month) as newest_month
    from {{ ref('int_scored_evaluations') }}
),

evaluations as (
    select evaluations.*
    from {{ ref('int_scored_evaluations') }} as evaluations
    inner join versions_with_paths using (solution_area, rule_version)
    cross join newest
    where evaluations.as_of_month >= {{ add_months('newest.newest_month', '-1') }}
),

tenants_on_paths as (
    select
        results.evaluation_key,
        rules.part,
        results.tenant_key,
        rules.is_of_items,
        bool_or(labels.tenant_size = 'large' and results.is_qualified_current) as is_enterprise,
        bool_or(labels.tenant_size = 'small' and results.is_qualified_current) as is_smb,
        bool_or(labels.tenant_size = 'small' and results.is_carried_over) as is_smb_carry_over,
        max(results.current_value) as ttm_acr_usd,
        max(results.largest_size) as largest_workload_paid_count
    from {{ ref('int_usage_results') }} as results
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('path_labels') }} as labels using (path)
    inner join evaluations using (evaluation_key)
    where rules.metric = 'usage_growth'
    group by results.evaluation_key, rules.part, results.tenant_key, rules.is_of_items
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
    case when paths.is_of_items then coalesce(paths.largest_workload_paid_count, 0) end
        as largest_workload_paid_count,
    case when not paths.is_of_items then paths.ttm_acr_usd end as ttm_acr_usd,
    {{ path_reason('paths') }} as reason
from tenants_on_paths as paths
inner join evaluations using (evaluation_key)
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
