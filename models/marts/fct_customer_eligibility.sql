with rows_of_conditions as (
    select
        roots.evaluation_key,
        roots.customer_key,
        conditions.*,
        coalesce(own_roots.has_product, false) as has_product,
        coalesce(own_roots.is_earning, false) as is_earning,
        coalesce(own_roots.has_rows_now, false) as has_rows_now,
        own_roots.licences,
        own_roots.product_groups,
        own_roots.products,
        own_roots.other_products,
        own_roots.offers,
        own_roots.associations,
        own_roots.other_associations
    from (
        select distinct
            evaluation_key,
            customer_key
        from {{ ref('int_eligibility_roots') }}
    ) as roots
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    inner join {{ ref('int_conditions') }} as conditions using (solution_area, rule_version)
    left join {{ ref('int_eligibility_roots') }} as own_roots
        on
            roots.evaluation_key = own_roots.evaluation_key
            and roots.customer_key = own_roots.customer_key
            and conditions.part = own_roots.part
),

judged as (
    select
        conditions.*,
        coalesce(metrics.tenants_count, 0) as tenants_count,
        coalesce(metrics.current_tenants, 0) as current_tenants,
        coalesce(metrics.baseline_tenants, 0) as baseline_tenants,
        coalesce(metrics.current_value, 0) as current_value,
        coalesce(metrics.baseline_value, 0) as baseline_value,
        coalesce(metrics.net_value, 0) as net_value,
        metrics.figures,
        metrics.reasons,
        metrics.tenants_listed,
        coalesce(metrics.unlisted_count, 0) as unlisted_count,
        case conditions.kind
            when 'workloads' then conditions.has_product
            when 'associations' then conditions.is_earning
            else conditions.is_earning and coalesce(metrics.net_value > 0, false)
        end as is_met
    from rows_of_conditions as conditions
    left join {{ ref('int_eligibility_metrics') }} as metrics
        on
            conditions.evaluation_key = metrics.evaluation_key
            and conditions.rule_key = metrics.rule_key
            and conditions.customer_key = metrics.customer_key
),

customers as (
    select distinct
        customer_key,
        customer_id
    from {{ ref('int_tenant_customers') }}
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    judged.path,
    customers.customer_id,
    judged.condition,
    cast(judged.condition_order as integer) as condition_order,
    judged.parent_condition,
    judged.label as condition_label,
    judged.part as product_line,
    judged.metric,
    case when judged.is_met then 'Met' else 'Not met' end as status,
    judged.criteria,
    {{ condition_current_status('judged') }} as current_status,
    {{ condition_details('judged') }} as details,
    cast(case when judged.kind = 'result' then judged.current_value end as decimal(28, 10))
        as current_value,
    cast(case when judged.kind = 'result' then judged.baseline_value end as decimal(28, 10))
        as baseline_value,
    cast(case when judged.kind = 'result' then judged.net_value end as decimal(28, 10))
        as net_value,
    case when judged.kind = 'result' then judged.unit end as unit,
    cast(case when judged.kind in ('metric', 'result') then judged.tenants_count end as integer)
        as tenants_count
from judged
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
inner join customers using (customer_key)
