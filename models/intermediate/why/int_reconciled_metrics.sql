-- One row per scored evaluation, path and metric of which Partner Center's points are at hand.
-- All that is evaluated under another reading starts here, so that it costs nothing where there
-- are none.
select
    evaluations.evaluation_key,
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    scores.path,
    scores.metric,
    scores.points as our_points,
    shown.points as partner_center_points
from {{ ref('stg_partner_center_scores') }} as shown
inner join {{ ref('int_scored_evaluations') }} as evaluations
    using (partner_id, as_of_month, solution_area)
inner join {{ ref('int_metric_scores') }} as scores using (evaluation_key, path, metric)
where evaluations.is_rule_in_force and shown.is_known
