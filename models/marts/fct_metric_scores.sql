select
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    scores.path,
    scores.metric,
    pairs.is_rule_in_force,
    metrics.category,
    scores.counted_units,
    scores.points,
    scores.max_points,
    scores.units_to_max,
    scores.status,
    history.history_status,
from {{ ref('int_metric_scores') }} as scores
inner join {{ ref('int_scored_pairs') }} as pairs using (pair_key)
inner join {{ ref('int_pair_history') }} as history using (pair_key)
inner join {{ ref('metrics') }} as metrics
    using (solution_area, rule_version, path, metric)
