-- Fails with one row per metric, or product line of it, whose movements do not add up to the change
-- that the scores show, and per scored month that has none although the month before is scored.
-- Points that are not computed in one of the months are not explained.
{{ config(meta={'dagster': {'ref': {'name': 'fct_score_movements'}}}) }}

with movements as (
    select
        partner_id,
        as_of_month,
        solution_area,
        path,
        metric,
        product_line,
        prior_path,
        sum(case when cause <> 'restatement' then units_change else 0 end) as units_change,
        sum(case when cause <> 'restatement' then points_change else 0 end) as points_change
    from {{ ref('fct_score_movements') }}
    group by partner_id, as_of_month, solution_area, path, metric, product_line, prior_path
),

metrics as (
    select
        partner_id,
        as_of_month,
        solution_area,
        path,
        metric,
        prior_path,
        sum(points_change) as points_change
    from movements
    group by partner_id, as_of_month, solution_area, path, metric, prior_path
),

firsts as (
    select
        partner_id,
        solution_area,
        min(as_of_month) as first_month
    from {{ ref('fct_metric_scores') }}
    where is_rule_in_force
    group by partner_id, solution_area
),

computed as (
    select
        partner_id,
        solution_area,
        metric,
        as_of_month,
        bool_and(basis = 'computed') as is_computed
    from {{ ref('fct_metric_scores') }}
    where is_rule_in_force
    group by partner_id, solution_area, metric, as_of_month
),

-- Every scored month but the first is asked, so that a month without movements is found.
scores as (
    select
        scores.partner_id,
        scores.as_of_month,
        scores.solution_area,
        scores.path,
        scores.metric,
        scores.points,
        movements.points_change,
        earlier.points as prior_points
    from {{ ref('fct_metric_scores') }} as scores
    inner join firsts using (partner_id, solution_area)
    left join metrics as movements using (partner_id, as_of_month, solution_area, path, metric)
    left join {{ ref('fct_metric_scores') }} as earlier
        on
            scores.partner_id = earlier.partner_id
            and scores.solution_area = earlier.solution_area
            and scores.metric = earlier.metric
            and scores.as_of_month = {{ add_months('earlier.as_of_month', '1') }}
            and movements.prior_path = earlier.path
            and earlier.is_rule_in_force
    inner join computed as before
        on
            scores.partner_id = before.partner_id
            and scores.solution_area = before.solution_area
            and scores.metric = before.metric
            and scores.as_of_month = {{ add_months('before.as_of_month', '1') }}
    where
        scores.is_rule_in_force
        and scores.as_of_month > firsts.first_month
        and scores.basis = 'computed'
        and before.is_computed
)

select
    partner_id,
    as_of_month,
    path,
    metric,
    cast(null as varchar) as product_line,
    points - prior_points as change,
    points_change as movements
from scores
where points - prior_points is distinct from points_change
union all
select
    movements.partner_id,
    movements.as_of_month,
    movements.path,
    movements.metric,
    movements.product_line,
    parts.net_value - earlier.net_value as change,
    movements.units_change as movements
from movements
inner join {{ ref('fct_metric_parts') }} as parts
    on
        movements.partner_id = parts.partner_id
        and movements.as_of_month = parts.as_of_month
        and movements.solution_area = parts.solution_area
        and movements.path = parts.path
        and movements.metric = parts.metric
        and movements.product_line = parts.part
        and parts.is_rule_in_force
left join {{ ref('fct_metric_parts') }} as earlier
    on
        movements.partner_id = earlier.partner_id
        and movements.solution_area = earlier.solution_area
        and movements.as_of_month = {{ add_months('earlier.as_of_month', '1') }}
        and movements.prior_path = earlier.path
        and movements.metric = earlier.metric
        and movements.product_line = earlier.part
        and earlier.is_rule_in_force
where parts.net_value - earlier.net_value is distinct from movements.units_change
