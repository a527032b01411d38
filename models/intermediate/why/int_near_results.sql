-- One row per row of int_near_bounds: what the tenant would be if that one measure stood just across
-- the line and all its others as they are. The tenant is held against the criteria in the very way of
-- the score.
with measured as (
    select
        near.near_key,
        near.part,
        measures.tenant_key,
        measures.item_key,
        figures.figure,
        case
            when measures.item_key = near.item_key and measures.measure = near.measure
                then near.measured_across
            else measures.value
        end as value
    from {{ ref('int_near_bounds') }} as near
    inner join {{ ref('int_measures') }} as measures
        on
            near.end_key = measures.end_key
            and near.tenant_key = measures.tenant_key
    inner join {{ ref('usage_measures') }} as figures
        on near.part = figures.part and measures.measure = figures.measure
),

-- Measures that are made of others follow what these would be.
figures as (
    select
        near_key,
        part,
        tenant_key,
        item_key,
        max(case when figure = 'amount' then value end) as amount,
        max(case when figure = 'active' then value end) as active_count
    from measured
    group by near_key, part, tenant_key, item_key
),

across as (
    select
        figures.near_key,
        figures.tenant_key,
        figures.item_key,
        measures.measure,
        {{ figure_value('measures.figure', 'figures') }} as value
    from figures
    inner join {{ ref('usage_measures') }} as measures using (part)
),

asked as (
    select
        near_key,
        criteria_key
    from {{ ref('int_near_bounds') }}
),

totals as (
    select
        across.near_key,
        cast(
            case
                when criteria.is_value_of_largest then max(across.value) else sum(across.value)
            end as decimal(28, 10)
        ) as value
    from across
    inner join asked using (near_key)
    inner join {{ ref('int_criteria') }} as criteria
        on asked.criteria_key = criteria.criteria_key and across.measure = criteria.value_measure
    group by across.near_key, criteria.is_value_of_largest
),

results as (
    {{ criterion_results('asked', 'across', 'near_key') }}
)

select
    near.near_key,
    near.criteria_key,
    coalesce(results.is_met, false) as is_met,
    coalesce(results.is_grown, false) as is_grown,
    totals.value
from {{ ref('int_near_bounds') }} as near
left join results using (near_key)
inner join totals using (near_key)
