select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    scores.path,
    scores.metric,
    evaluations.is_rule_in_force,
    metrics.category,
    scores.counted_units,
    scores.points,
    scores.max_points,
    scores.units_to_max,
    scores.status,
    history.history_status,
    scores.basis,
    scores.reason_not_computable,
    coalesce(scores.points > 0 and scores.points < 1, false) as is_below_one_point,
    metrics.unit
from {{ ref('int_metric_scores') }} as scores
inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
inner join {{ ref('int_evaluation_history') }} as history using (evaluation_key)
inner join {{ ref('metrics') }} as metrics
    using (solution_area, rule_version, path, metric)
