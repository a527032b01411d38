-- Fails with one row per metric part whose tenants do not add up to its net value, in every
-- scored evaluation.
{{ config(meta={'dagster': {'ref': {'name': 'fct_tenant_contributions'}}}) }}

with tenants as (
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
)

select
    parts.partner_id,
    parts.as_of_month,
    parts.rule_version,
    parts.path,
    parts.metric,
    parts.part,
    parts.net_value,
    tenants.contributions
from {{ ref('fct_metric_parts') }} as parts
full outer join tenants using (partner_id, as_of_month, rule_version, path, metric, part)
where
    parts.unit is distinct from 'people'
    and parts.net_value is distinct from coalesce(tenants.contributions, 0)
