-- Fails with one row per scored month, path and metric that has no score because some row of
-- its rules is missing, and names what is missing. Every metric that any version of the area has
-- is asked of every path of every version.
{{ config(meta={'dagster': {'ref': {'name': 'int_metric_scores'}}}) }}

with expected as (
    select distinct
        evaluations.evaluation_key,
        evaluations.as_of_month,
        evaluations.rule_version,
        evaluations.solution_area,
        paths.path,
        known.metric
    from {{ ref('int_scored_evaluations') }} as evaluations
    inner join {{ ref('metrics') }} as paths using (solution_area, rule_version)
    inner join {{ ref('metrics') }} as known
        on evaluations.solution_area = known.solution_area
),

parts as (
    select distinct
        rules.solution_area,
        rules.rule_version,
        rules.path,
        rules.metric,
        rules.part,
        part_rules.part is not null as is_ruled
    from {{ ref('metric_parts') }} as rules
    left join {{ ref('int_part_rules') }} as part_rules
        using (solution_area, rule_version, path, metric, part)
)

select
    expected.as_of_month,
    expected.rule_version,
    expected.path,
    expected.metric,
    case
        when scores.metric is null
            then 'no row in metrics, or neither metric_parts nor skilling_steps'
        else
            concat(
                'no criteria or no eligible associations and products for the part ',
                parts.part
            )
    end as missing,
    count(distinct expected.evaluation_key) as partners_count
from expected
left join {{ ref('int_metric_scores') }} as scores using (evaluation_key, path, metric)
left join parts
    on
        expected.solution_area = parts.solution_area
        and expected.rule_version = parts.rule_version
        and expected.path = parts.path
        and expected.metric = parts.metric
        and not parts.is_ruled
where scores.metric is null or parts.part is not null
group by
    expected.as_of_month, expected.rule_version, expected.path, expected.metric, scores.metric,
    parts.part
