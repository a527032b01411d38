-- Fails with one row per metric part whose tenants, or services where these are counted, do not add
-- up to its net value, in every scored evaluation.
{{ config(meta={'dagster': {'ref': {'name': 'fct_tenant_contributions'}}}) }}

with members as (
    select
        partner_id,
        as_of_month,
        rule_version,
        path,
        metric,
        product_line as part,
        sum(contribution) as contributions
    from {{ ref('fct_tenant_contributions') }}
    group by partner_id, as_of_month, rule_version, path, metric, product_line
    union all
    select
        services.partner_id,
        services.as_of_month,
        services.rule_version,
        rules.path,
        rules.metric,
        rules.part,
        count(case when services.is_counted then 1 end) as contributions
    from {{ ref('fct_service_deployments') }} as services
    inner join {{ ref('int_part_rules') }} as rules using (solution_area, rule_version)
    where rules.counts = 'service' and rules.rules_hypothesis = 'reported'
    group by
        services.partner_id, services.as_of_month, services.rule_version, rules.path,
        rules.metric, rules.part
)

select
    parts.partner_id,
    parts.as_of_month,
    parts.rule_version,
    parts.path,
    parts.metric,
    parts.part,
    parts.net_value,
    members.contributions
from {{ ref('fct_metric_parts') }} as parts
full outer join members using (partner_id, as_of_month, rule_version, path, metric, part)
where
    parts.unit is distinct from 'people'
    and parts.net_value is distinct from coalesce(members.contributions, 0)
