-- Fails with one row per metric score below 0 or above its maximum, and per total that its
-- metrics do not make.
{{ config(meta={'dagster': {'ref': {'name': 'fct_designation_scores'}}}) }}

with metric_sums as (
    select
        partner_id,
        as_of_month,
        rule_version,
        path,
        coalesce(sum(points), 0) as points,
        bool_and(points between 0 and max_points) as are_within
    from {{ ref('fct_metric_scores') }}
    group by partner_id, as_of_month, rule_version, path
),

best_paths as (
    select
        partner_id,
        as_of_month,
        rule_version,
        count(case when is_best_path then 1 end) as best_paths_count
    from {{ ref('fct_designation_scores') }}
    group by partner_id, as_of_month, rule_version
)

select
    totals.partner_id,
    totals.as_of_month,
    totals.rule_version,
    totals.path,
    totals.total_points,
    sums.points,
    best_paths.best_paths_count
from {{ ref('fct_designation_scores') }} as totals
left join metric_sums as sums using (partner_id, as_of_month, rule_version, path)
left join best_paths using (partner_id, as_of_month, rule_version)
where
    sums.points is distinct from totals.total_points
    or not sums.are_within
    or best_paths.best_paths_count <> 1
