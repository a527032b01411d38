select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    outlook.path,
    outlook.metric,
    outlook.outlook_basis,
    outlook.outlook_on,
    cast(outlook.counted_units as decimal(28, 10)) as counted_units,
    cast(outlook.points as decimal(9, 4)) as points,
    cast(outlook.points - scores.points as decimal(9, 4)) as points_change,
    outlook.status
from {{ ref('int_skilling_outlook') }} as outlook
inner join {{ ref('int_metric_scores') }} as scores using (evaluation_key, path, metric)
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
