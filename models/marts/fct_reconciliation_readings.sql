-- What was known before the newest delivery is what is shown, where that restates nothing.
with compared as (
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
)

select
    metrics.partner_id,
    metrics.as_of_month,
    metrics.solution_area,
    metrics.path,
    metrics.metric,
    readings.decision_number,
    decisions.decision,
    metrics.rule_version,
    decisions.question,
    decisions.other_reading,
    metrics.our_points,
    metrics.partner_center_points,
    others.points as other_points,
    cast(others.points - metrics.partner_center_points as decimal(9, 4)) as difference,
    others.points is not null as is_computed,
    coalesce(
        {{ shown_points('others.points') }} = {{ shown_points('metrics.partner_center_points') }}
        and {{ shown_points('metrics.our_points') }}
        <> {{ shown_points('metrics.partner_center_points') }},
        false
    ) as is_explanation,
    readings.computation,
    readings.note
from {{ ref('int_reconciled_metrics') }} as metrics
inner join {{ ref('decision_readings') }} as readings
    on
        metrics.metric = readings.metric
        and coalesce(metrics.rule_version = readings.rule_version, true)
        and coalesce(metrics.path = readings.path, true)
inner join {{ ref('decisions') }} as decisions
    on
        readings.decision_number = decisions.decision_number
        and (
            decisions.solution_areas = '*'
            or {{ is_listed('metrics.solution_area', 'decisions.solution_areas') }}
        )
left join compared
    on
        metrics.evaluation_key = compared.evaluation_key
        and readings.reading = compared.hypothesis
left join {{ ref('int_metric_scores') }} as others
    on
        compared.other_evaluation_key = others.evaluation_key
        and metrics.path = others.path
        and metrics.metric = others.metric
