-- One row per row of int_near_bounds: what the tenant would be if that one measure stood just
-- across the line and all its others as they are. The tenant is held against the criteria in the
-- very way of the score.
with tenants as (
    select
        near.near_key,
        near.part,
        {% for figure in ['amount', 'active'] %}
            case
                when figures.item_key = near.item_key and names.figure = '{{ figure }}'
                    then near.measured_across
                else figures.{{ figure }}_value
            end as {{ figure }}_value,
        {% endfor %}
        figures.tenant_key,
        figures.item_key
    from {{ ref('int_near_bounds') }} as near
    inner join {{ ref('usage_measures') }} as names using (part, measure)
    inner join {{ ref('int_item_figures') }} as figures using (end_key, tenant_key)
),

-- Measures that are made of others follow what these would be.
measures as (
    select
        tenants.near_key,
        tenants.tenant_key,
        tenants.item_key,
        names.measure,
        {{ figure_value('names.figure', 'tenants') }} as value
    from tenants
    inner join {{ ref('usage_measures') }} as names using (part)
),

figures as (
    {{ figures_of('measures', 'near_key') }}
),

asked as (
    select
        near_key,
        criteria_key
    from {{ ref('int_near_bounds') }}
),

totals as (
    select
        measures.near_key,
        cast(
            case
                when criteria.is_value_of_largest then max(measures.value)
                else sum(measures.value)
            end as decimal(28, 10)
        ) as value
    from measures
    inner join asked using (near_key)
    inner join {{ ref('int_criteria') }} as criteria
        on asked.criteria_key = criteria.criteria_key and measures.measure = criteria.value_measure
    group by measures.near_key, criteria.is_value_of_largest
),

results as (
    {{ criterion_results('asked', 'figures', 'near_key') }}
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
