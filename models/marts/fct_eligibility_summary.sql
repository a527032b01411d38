with classes as (
    select
        kind,
        direction,
        class
    from (
        values
        ('associations', 1, 'Qualified'),
        ('associations', 0, 'Unqualified'),
        ('metric', 1, 'With growth'),
        ('metric', -1, 'In decline'),
        ('metric', 0, 'No change')
    ) as rows (kind, direction, class)
),

units as (
    select unit
    from (values ('customer'), ('tenant')) as rows (unit)
),

earning_tenants as (
    select
        evaluation_key,
        part,
        tenant_key,
        bool_or(is_earning) as is_earning
    from {{ ref('int_earning_usage') }}
    group by evaluation_key, part, tenant_key
),

association_counts as (
    select
        'customer' as unit,
        evaluation_key,
        part,
        case when is_earning then 1 else 0 end as direction,
        count(*) as members_count
    from {{ ref('int_eligibility_roots') }}
    group by evaluation_key, part, is_earning
    union all
    select
        'tenant' as unit,
        evaluation_key,
        part,
        case when is_earning then 1 else 0 end as direction,
        count(*) as members_count
    from earning_tenants
    group by evaluation_key, part, is_earning
),

metric_counts as (
    select
        'customer' as unit,
        evaluation_key,
        rule_key,
        sign(net_value) as direction,
        count(*) as members_count
    from {{ ref('int_eligibility_metrics') }}
    group by evaluation_key, rule_key, sign(net_value)
    union all
    select
        'tenant' as unit,
        evaluation_key,
        rule_key,
        sign(contribution) as direction,
        count(*) as members_count
    from {{ ref('int_tenant_results') }}
    group by evaluation_key, rule_key, sign(contribution)
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    conditions.path,
    conditions.condition,
    conditions.part as product_line,
    conditions.metric,
    classes.class,
    units.unit,
    cast(
        coalesce(metric_counts.members_count, association_counts.members_count, 0) as bigint
    ) as members_count
from {{ ref('int_explained_evaluations') }} as evaluations
inner join {{ ref('int_conditions') }} as conditions using (solution_area, rule_version)
inner join classes using (kind)
cross join units
left join association_counts
    on
        classes.kind = 'associations'
        and evaluations.evaluation_key = association_counts.evaluation_key
        and conditions.part = association_counts.part
        and classes.direction = association_counts.direction
        and units.unit = association_counts.unit
left join metric_counts
    on
        evaluations.evaluation_key = metric_counts.evaluation_key
        and conditions.rule_key = metric_counts.rule_key
        and classes.direction = metric_counts.direction
        and units.unit = metric_counts.unit
