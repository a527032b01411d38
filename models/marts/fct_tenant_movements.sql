select
    steps.partner_id,
    steps.as_of_month,
    steps.solution_area,
    steps.rule_version,
    rules.path,
    rules.metric,
    rules.part as product_line,
    tenants.tenant_id,
    moved.cause,
    dim_tenant.customer_id,
    rules.unit,
    moved.units_change
from {{ ref('int_tenant_movements') }} as moved
inner join {{ ref('int_score_steps') }} as steps
    on moved.evaluation_key = steps.evaluation_key and steps.is_newest_month
inner join {{ ref('int_part_rules') }} as rules using (rule_key)
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
inner join {{ ref('dim_tenant') }} as dim_tenant on tenants.tenant_id = dim_tenant.tenant_id
