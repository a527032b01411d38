with scored as (
    select
        metrics.metric,
        case when count(distinct metrics.unit) = 1 then max(metrics.unit) end as unit
    from {{ ref('metrics') }} as metrics
    inner join {{ ref('int_solution_areas') }} using (solution_area)
    group by metrics.metric
)

select
    metric,
    label,
    display_order,
    category,
    category = 'skilling' as is_skilling,
    unit,
    source_id,
    source_place
from {{ ref('metric_labels') }}
inner join scored using (metric)
