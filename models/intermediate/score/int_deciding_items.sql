-- One row per window end, criteria and tenant that fct_tenant_contributions or the eligibility report
-- shows, where usage is told apart by items: the item that decides, and its measures. That is the one
-- that meets the criteria (of several the largest), else the nearest: size met and the least activity
-- missing, else the least size away from the bounds.
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

figures as (
    {{ figures_of(ref('int_measures'), 'end_key') }}
),

items as (
    select
        shown.end_key,
        shown.criteria_key,
        shown.tenant_key,
        figures.item_key,
        {{ picked_figure('criteria.size_figure', 'figures') }} as size_value,
        {{ picked_figure('criteria.activity_figure', 'figures') }} as activity_value,
        {{ picked_figure('criteria.whole_figure', 'figures') }} as whole_value
    from shown
    inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    inner join figures using (end_key, tenant_key)
),

ordered as (
    select
        items.*,
        {{ item_order('items', 'criteria') }} as item_order
    from items
    inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
)

select
    end_key,
    criteria_key,
    tenant_key,
    {{ first_value_by('item_key', 'item_order') }} as item_key,
    {{ first_value_by('size_value', 'item_order') }} as size_value,
    {{ first_value_by('activity_value', 'item_order') }} as activity_value
from ordered
group by end_key, criteria_key, tenant_key
