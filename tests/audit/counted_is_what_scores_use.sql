-- Fails with one row per product line, partner and month for which what the accounting calls
-- counted is not what the scores are made of under the rules in force: ACR, and paid licences.
-- The two come by different ways: accounting from every row with its reason, scores from the rows
-- that count.
{{ config(meta={'dagster': {'ref': {'name': 'fct_usage_accounting'}}}) }}

with months as (
    select distinct
        partner_key,
        usage_month,
        month_key
    from {{ ref('int_months') }}
    where hypothesis = 'reported'
),

scored as (
    select
        bases.product_line,
        months.partner_key,
        months.usage_month,
        cast(sum(usage.value) as decimal(28, 10)) as amount
    from {{ ref('int_usage_months') }} as usage
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    inner join {{ ref('usage_measures') }} as measures
        on
            bases.product_line = measures.part
            and usage.measure = measures.measure
            and measures.figure = 'amount'
    inner join months using (month_key)
    group by bases.product_line, months.partner_key, months.usage_month
),

counted as (
    select
        datasets.part as product_line,
        partners.partner_key,
        accounting.usage_month,
        cast(
            sum(accounting.acr_usd) + sum(accounting.seats_count) as decimal(28, 10)
        ) as amount
    from {{ ref('fct_usage_accounting') }} as accounting
    inner join {{ ref('int_partners') }} as partners using (partner_id)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    where accounting.is_counted
    group by datasets.part, partners.partner_key, accounting.usage_month
)

select
    product_line,
    partner_key,
    usage_month,
    scored.amount as scored_amount,
    counted.amount as counted_amount
from scored
full outer join counted using (product_line, partner_key, usage_month)
where coalesce(scored.amount, 0) != coalesce(counted.amount, 0)
