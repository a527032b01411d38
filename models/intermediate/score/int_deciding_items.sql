-- One row per window end, criteria and tenant that fct_tenant_contributions or the eligibility
-- report shows, where usage is told apart by items: the item that decides, and its measures.
-- That is the one that meets the criteria (of several the largest), else the nearest: size met
-- and the least activity missing, else the least size away from the bounds.
with shown as (
    {% for end in ['current', 'baseline'] %}
        select
            asked.{{ end }}_end_key as end_key,
            asked.criteria_key,
            results.tenant_key
        from {{ ref('int_usage_results') }} as results
        inner join {{ ref('int_asked_rules') }} as asked using (evaluation_key, rule_key)
        where asked.is_of_items and (asked.is_explained or results.contribution <> 0)
        {{ 'union' if not loop.last }}
    {% endfor %}
),

ordered as (
    select
        shown.end_key,
        shown.criteria_key,
        shown.tenant_key,
        min({{ item_order('figures', 'criteria') }}) as first_order
    from shown
    inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    inner join {{ ref('int_item_figures') }} as figures using (end_key, tenant_key)
    group by shown.end_key, shown.criteria_key, shown.tenant_key
)

select
    ordered.end_key,
    ordered.criteria_key,
    ordered.tenant_key,
    figures.item_key,
    {{ picked_figure('criteria.size_figure', 'figures') }} as size_value,
    {{ picked_figure('criteria.activity_figure', 'figures') }} as activity_value
from ordered
inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
inner join {{ ref('int_item_figures') }} as figures
    on
        ordered.end_key = figures.end_key
        and ordered.tenant_key = figures.tenant_key
        and {{ ordered_item('ordered.first_order') }} = figures.item_key
