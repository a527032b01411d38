-- Fails with one row per metric whose parts come together before they earn, and disagree on the
-- steps that earn the maximum: the cap is one of the metric. Where the best part counts alone, each
-- has its own.
{{ config(meta={'dagster': {'ref': {'name': 'metric_parts'}}}) }}

select
    solution_area,
    rule_version,
    path,
    metric
from {{ ref('metric_parts') }}
inner join {{ ref('metrics') }} as metrics using (solution_area, rule_version, path, metric)
where metrics.combine <> 'best_of'
group by solution_area, rule_version, path, metric
having count(distinct steps_to_max) > 1
