-- Paths ask the same of a service, and it stands here once.
select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    results.service,
    evaluations.is_rule_in_force,
    max(results.current_value) as ttm_acr_usd,
    bool_or(results.is_counted) as is_counted,
    case
        when bool_or(results.is_counted) then 'counted'
        when bool_and(results.is_excluded) then 'excluded_service'
        else 'no_positive_acr'
    end as reason
from {{ ref('int_service_results') }} as results
inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
inner join {{ ref('int_part_rules') }} as rules using (rule_key)
left join {{ ref('int_missing_datasets') }} as missing
    on results.evaluation_key = missing.evaluation_key and rules.part = missing.part
where missing.part is null
group by
    evaluations.partner_id, evaluations.as_of_month, evaluations.solution_area,
    evaluations.rule_version, results.service, evaluations.is_rule_in_force
