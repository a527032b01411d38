-- One row per scored evaluation of which Partner Center's points are at hand and hypothesis that
-- it is compared under: the evaluation under that hypothesis. What was known before the newest
-- delivery is what is shown, where that restates nothing.
select distinct
    metrics.evaluation_key,
    others.hypothesis,
    others.evaluation_key as other_evaluation_key
from {{ ref('int_reconciled_metrics') }} as metrics
inner join {{ ref('int_evaluations') }} as others
    using (partner_id, as_of_month, solution_area, rule_version)
inner join {{ ref('hypotheses') }} as hypotheses
    on others.hypothesis = hypotheses.hypothesis and hypotheses.asked_of = 'reconciled'
union all
select distinct
    metrics.evaluation_key,
    'as_known' as hypothesis,
    later.known_evaluation_key as other_evaluation_key
from {{ ref('int_reconciled_metrics') }} as metrics
inner join {{ ref('int_score_steps') }} as later
    on metrics.evaluation_key = later.prior_evaluation_key
where later.known_evaluation_key is not null
