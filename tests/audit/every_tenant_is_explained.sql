-- Fails with one row per partner, product line and tenant that a row of either window of the newest
-- month names and that the contributions or its customer's eligibility rows do not explain on every
-- path and metric of the version in force.
{{ config(meta={'dagster': {'ref': {'name': 'fct_customer_eligibility'}}}) }}

with windows as (
    select distinct
        months.partner_id,
        months.part,
        months.usage_month
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    where evaluations.is_newest_month
),

named as (
    select distinct
        presence.partner_id,
        presence.product_line,
        tenants.tenant_id
    from {{ ref('int_tenant_presence') }} as presence
    inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_hash)
    inner join windows
        on
            presence.partner_id = windows.partner_id
            and presence.product_line = windows.part
            and presence.usage_month = windows.usage_month
    where presence.is_truth
),

asked as (
    select
        evaluations.partner_id,
        rules.part as product_line,
        count(*) as rules_count,
        count(conditions.rule_key) as conditions_count
    from {{ ref('int_explained_evaluations') }} as evaluations
    inner join {{ ref('int_part_rules') }} as rules using (solution_area, rule_version)
    left join {{ ref('int_conditions') }} as conditions
        on rules.rule_key = conditions.rule_key and conditions.kind = 'result'
    left join {{ ref('int_missing_datasets') }} as missing
        on
            evaluations.evaluation_key = missing.evaluation_key
            and rules.part = missing.part
    where
        evaluations.is_newest_month
        and rules.rules_hypothesis = 'reported'
        and rules.counts <> 'service'
        and missing.part is null
    group by evaluations.partner_id, rules.part
),

contributions as (
    select
        facts.partner_id,
        facts.product_line,
        facts.tenant_id,
        facts.customer_id,
        count(*) as rows_count
    from {{ ref('fct_tenant_contributions') }} as facts
    inner join {{ ref('int_explained_evaluations') }} as evaluations
        using (partner_id, as_of_month, solution_area, rule_version)
    where evaluations.is_newest_month
    group by facts.partner_id, facts.product_line, facts.tenant_id, facts.customer_id
),

customers as (
    select
        facts.partner_id,
        facts.product_line,
        facts.customer_id,
        count(case when facts.net_value is not null and facts.tenants_count > 0 then 1 end)
            as rows_count,
        count(case when facts.metric is null then 1 end) as roots_count
    from {{ ref('fct_customer_eligibility') }} as facts
    inner join {{ ref('int_explained_evaluations') }} as evaluations
        using (partner_id, as_of_month, solution_area, rule_version)
    where evaluations.is_newest_month
    group by facts.partner_id, facts.product_line, facts.customer_id
)

select
    named.partner_id,
    named.product_line,
    named.tenant_id,
    contributions.rows_count as contributions_count,
    customers.rows_count as results_count,
    customers.roots_count
from named
inner join asked using (partner_id, product_line)
left join contributions using (partner_id, product_line, tenant_id)
left join customers
    on
        contributions.partner_id = customers.partner_id
        and contributions.product_line = customers.product_line
        and contributions.customer_id = customers.customer_id
where
    contributions.rows_count is distinct from asked.rules_count
    or coalesce(customers.rows_count, 0) <> asked.conditions_count
    or (coalesce(customers.roots_count, 0) = 0 and asked.conditions_count > 0)
