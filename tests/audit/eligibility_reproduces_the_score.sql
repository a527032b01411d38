-- Fails with one row per reported metric part whose customers, as the eligibility report has them,
-- do not come to its figures, or whose counts of tenants and customers in the summary are not those
-- of the report.
{{ config(meta={'dagster': {'ref': {'name': 'fct_customer_eligibility'}}}) }}

with report as (
    select
        partner_id,
        as_of_month,
        rule_version,
        path,
        metric,
        product_line as part,
        sum(current_value) as current_value,
        sum(baseline_value) as baseline_value,
        sum(net_value) as net_value,
        sum(tenants_count) as tenants_count,
        count(case when tenants_count > 0 then 1 end) as customers_count,
        count(case when net_value > 0 then 1 end) as growing_count
    from {{ ref('fct_customer_eligibility') }}
    where net_value is not null
    group by partner_id, as_of_month, rule_version, path, metric, product_line
),

summary as (
    select
        partner_id,
        as_of_month,
        rule_version,
        path,
        metric,
        product_line as part,
        sum(case when unit = 'tenant' then members_count else 0 end) as tenants_count,
        sum(case when unit = 'customer' then members_count else 0 end) as customers_count,
        sum(case when unit = 'customer' and class = 'With growth' then members_count else 0 end)
            as growing_count
    from {{ ref('fct_eligibility_summary') }}
    where metric is not null
    group by partner_id, as_of_month, rule_version, path, metric, product_line
),

reported as (
    select parts.*
    from {{ ref('fct_metric_parts') }} as parts
    inner join {{ ref('int_explained_evaluations') }} as evaluations
        using (partner_id, as_of_month, solution_area, rule_version)
    inner join {{ ref('int_conditions') }} as conditions
        on
            parts.solution_area = conditions.solution_area
            and parts.rule_version = conditions.rule_version
            and parts.path = conditions.path
            and parts.metric = conditions.metric
            and parts.part = conditions.part
            and conditions.kind = 'result'
)

select
    reported.partner_id,
    reported.as_of_month,
    reported.rule_version,
    reported.path,
    reported.metric,
    reported.part,
    reported.net_value,
    report.net_value as report_net_value,
    summary.customers_count
from reported
full outer join report using (partner_id, as_of_month, rule_version, path, metric, part)
full outer join summary using (partner_id, as_of_month, rule_version, path, metric, part)
where
    reported.current_value is distinct from coalesce(report.current_value, 0)
    or reported.baseline_value is distinct from coalesce(report.baseline_value, 0)
    or reported.net_value is distinct from coalesce(report.net_value, 0)
    or summary.tenants_count is distinct from coalesce(report.tenants_count, 0)
    or summary.customers_count is distinct from coalesce(report.customers_count, 0)
    or summary.growing_count is distinct from coalesce(report.growing_count, 0)
