-- Fails with one row per metric whose parts disagree on the steps that earn the maximum: the
-- cap is one of the metric.
{{ config(meta={'dagster': {'ref': {'name': 'metric_parts'}}}) }}

select
    solution_area,
    rule_version,
    path,
    metric
from {{ ref('metric_parts') }}
group by solution_area, rule_version, path, metric
having count(distinct steps_to_max) > 1
