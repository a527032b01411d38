-- One row per evaluation of the newest month, rule, tenant and bound of the size criterion that the
-- tenant's consumption comes near, on either side: whether the tenant would qualify just across it,
-- and with what value.
with rules as (
    select
        rules.*,
        bounds.bound,
        case bounds.bound when 'lower' then rules.lower else rules.upper end as threshold,
        case bounds.bound when 'lower' then rules.lower_inclusive else rules.upper_inclusive end
            as is_inclusive,
    from {{ ref('int_part_rules') }} as rules
    cross join (values ('lower'), ('upper')) as bounds (bound)
    where rules.part = 'azure'
),

near as (
    select
        results.evaluation_key,
        results.rule_key,
        results.tenant_key,
        rules.bound,
        rules.threshold,
        rules.is_inclusive,
        results.is_qualified_current,
        results.is_qualified_baseline,
        results.current_value,
        {{ is_above(
            'results.current_value',
            'rules.threshold',
            is_threshold_above('rules.bound', 'rules.is_inclusive'),
        ) }} as is_above,
        cast({{ across(
            'results.current_value',
            'rules.threshold',
            is_threshold_above('rules.bound', 'rules.is_inclusive'),
            false,
        ) }} as decimal(28, 10)) as value_across,
    from {{ ref('int_tenant_results') }} as results
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    inner join rules using (rule_key)
    inner join {{ ref('near_distances') }} as distances
        on rules.solution_area = distances.solution_area and distances.measure = 'acr_usd'
    where
        evaluations.is_newest_month
        and {{ is_near('results.current_value', 'rules.threshold', 'distances') }}
)

select
    near.*,
    {{ within_bounds('near.value_across', 'rules.') }}
    or (
        rules.carried_from_path is not null
        and near.is_qualified_baseline
        and {{ within_bounds('near.value_across', 'rules.carried_') }}
    ) as is_qualified_across,
from near
inner join {{ ref('int_part_rules') }} as rules using (rule_key)
