with readings as (
    select
        partner_id,
        as_of_month,
        solution_area,
        path,
        metric,
        string_agg(
            case when is_explanation then decision end,
            ', '
            order by decision_number
        ) as explaining_decisions,
        string_agg(
            case when not is_computed then decision end,
            ', '
            order by decision_number
        ) as decisions_not_computed
    from {{ ref('fct_reconciliation_readings') }}
    group by partner_id, as_of_month, solution_area, path, metric
)

select
    shown.partner_id,
    shown.as_of_month,
    shown.solution_area,
    shown.path,
    shown.metric,
    metrics.rule_version,
    metrics.our_points,
    shown.points as partner_center_points,
    cast(metrics.our_points - shown.points as decimal(9, 4)) as difference,
    case
        when not shown.is_known then 'unknown_name'
        when metrics.our_points is null then 'not_scored'
        when {{ shown_points('metrics.our_points') }} = {{ shown_points('shown.points') }}
            then 'agrees'
        when readings.explaining_decisions is not null then 'explained'
        else 'unexplained'
    end as reconciliation_status,
    readings.explaining_decisions,
    readings.decisions_not_computed,
    shown.delivered_month
from {{ ref('stg_partner_center_scores') }} as shown
left join {{ ref('int_reconciled_metrics') }} as metrics
    using (partner_id, as_of_month, solution_area, path, metric)
left join readings using (partner_id, as_of_month, solution_area, path, metric)
