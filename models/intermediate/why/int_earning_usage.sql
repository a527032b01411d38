-- One row per explained evaluation, part, tenant with a row of the product line in either
-- window, and item: whether its current window has usage that earns, and the licences of items.
with ends as (
    select distinct
        months.evaluation_key,
        months.part,
        months.is_current,
        months.end_key
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
),

size_measures as (
    select distinct
        part,
        size_measure
    from {{ ref('int_part_rules') }}
),

usage as (
    select
        ends.evaluation_key,
        ends.part,
        measures.tenant_key,
        measures.item_key,
        max(
            case
                when ends.is_current and measures.measure = sizes.size_measure then measures.value
            end
        ) as paid_count,
        bool_or(ends.is_current and (measures.item_key = 0 or measures.value > 0)) as is_earning
    from ends
    inner join {{ ref('int_measures') }} as measures using (end_key)
    inner join size_measures as sizes using (part)
    group by ends.evaluation_key, ends.part, measures.tenant_key, measures.item_key
)

select
    usage.evaluation_key,
    usage.part,
    usage.tenant_key,
    items.item as workload,
    case when items.item is not null then usage.paid_count end as paid_count,
    usage.is_earning
from usage
left join {{ ref('int_items') }} as items using (part, item_key)
union all
select
    present.evaluation_key,
    present.part,
    present.tenant_key,
    null as workload,
    null as paid_count,
    false as is_earning
from {{ ref('int_present_tenants') }} as present
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
left join usage using (evaluation_key, part, tenant_key)
where usage.tenant_key is null
