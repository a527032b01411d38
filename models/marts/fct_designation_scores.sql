with totals as (
    select
        scores.partner_id,
        scores.as_of_month,
        scores.solution_area,
        scores.rule_version,
        scores.path,
        scores.is_rule_in_force,
        scores.history_status,
        coalesce(sum(scores.points), 0) as total_points,
        count(
            case
                when scores.points is null or scores.points > programme.metric_floor_points
                    then null
                when
                    programme.metric_floor_inclusive
                    and scores.points = programme.metric_floor_points
                    then null
                else 1
            end
        ) as metrics_without_points,
        count(case when scores.points is null then 1 end) as metrics_not_computable,
        coalesce(sum(case when scores.points is null then scores.max_points end), 0)
            as points_open,
        programme.qualifying_points,
        programme.pass_basis,
        programme.path_choice
    from {{ ref('fct_metric_scores') }} as scores
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
    group by
        scores.partner_id, scores.as_of_month, scores.solution_area, scores.rule_version,
        scores.path, scores.is_rule_in_force, scores.history_status, programme.qualifying_points,
        programme.pass_basis, programme.path_choice
),

judged as (
    select
        *,
        {{ shown_total('total_points') }} as total_points_shown,
        metrics_without_points = 0
        and metrics_not_computable = 0
        and {{ counted_total('total_points') }} >= qualifying_points as qualifies,
        metrics_without_points = 0
        and metrics_not_computable > 0
        and {{ counted_total('total_points + points_open') }} >= qualifying_points as is_open,
        {{ shown_total('total_points') }} >= qualifying_points and total_points < qualifying_points
            as is_rounded_up_to_pass
    from totals
)

select
    judged.partner_id,
    judged.as_of_month,
    judged.solution_area,
    judged.rule_version,
    judged.path,
    judged.is_rule_in_force,
    cast(judged.total_points as decimal(9, 4)) as total_points,
    judged.total_points_shown,
    cast(judged.qualifying_points as decimal(9, 4)) as qualifying_points,
    cast(judged.metrics_without_points as integer) as metrics_without_points,
    judged.qualifies,
    judged.is_rounded_up_to_pass,
    row_number() over (
        partition by
            judged.partner_id,
            judged.as_of_month,
            judged.solution_area,
            judged.rule_version
        order by
            case when judged.path = classes.path then 0 else 1 end,
            case
                when judged.path_choice = 'qualifying_first' and judged.qualifies then 0
                else 1
            end,
            judged.total_points desc,
            paths.display_order
    ) = 1 as is_best_path,
    judged.history_status,
    history.skilling_basis,
    cast(judged.metrics_not_computable as integer) as metrics_not_computable,
    cast(judged.points_open as decimal(9, 4)) as points_open,
    judged.is_open,
    classes.class_basis,
    classes.class_share_pct
from judged
inner join {{ ref('int_scored_evaluations') }} as evaluations
    using (partner_id, as_of_month, solution_area, rule_version)
inner join {{ ref('int_evaluation_history') }} as history using (evaluation_key)
inner join {{ ref('path_labels') }} as paths using (path)
left join {{ ref('int_partner_classes') }} as classes using (evaluation_key)
