-- One row per evaluation, product line and dataset of it whose as-of month nobody knows, where the
-- programme takes that for unknown and not for nothing: no delivery in force covers the month for
-- the partner, or what covers it holds the services of one area alone.
with asked as (
    select distinct
        evaluations.evaluation_key,
        evaluations.partner_id,
        evaluations.as_of_month,
        rules.part
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('programme') }} as programme using (solution_area, rule_version)
    inner join {{ ref('int_part_rules') }} as rules
        using (solution_area, rule_version, rules_hypothesis)
    where programme.missing_month = 'unknown'
),

-- Where the month's own delivery has the dataset, and it ends before the month.
ends as (
    select
        dataset,
        partner_id,
        as_of_month,
        max(last_month) as last_month
    from {{ ref('stg_coverage') }}
    group by dataset, partner_id, as_of_month
),

products as (
    select
        delivered_month_key,
        product_key,
        count(*) as records_count
    from {{ ref('int_usage_records') }}
    group by delivered_month_key, product_key
),

-- A query that asked for some services alone has no others, however many records there are.
filtered_months as (
    select
        delivered.dataset,
        delivered.partner_id,
        delivered.usage_month
    from products
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    inner join {{ ref('int_products') }} as names using (product_key)
    where delivered.is_truth and datasets.filtered_above_records is not null
    group by
        delivered.dataset, delivered.partner_id, delivered.usage_month,
        datasets.filtered_above_records
    having
        sum(products.records_count) > datasets.filtered_above_records
        and count(case when names.product is null then 1 end) = 0
)

select
    asked.evaluation_key,
    asked.part,
    datasets.dataset,
    datasets.display_order as dataset_order,
    case
        when filtered.dataset is not null then 'services_filtered'
        when ends.last_month < asked.as_of_month
            then
                concat(
                    'dataset_ends: ', datasets.dataset, ' at ',
                    substr(cast(ends.last_month as varchar), 1, 7)
                )
        else concat('dataset_missing: ', datasets.dataset)
    end as reason
from asked
inner join {{ ref('usage_datasets') }} as datasets using (part)
left join {{ ref('stg_covered_months') }} as covered
    on
        datasets.dataset = covered.dataset
        and asked.partner_id = covered.partner_id
        and asked.as_of_month = covered.usage_month
left join filtered_months as filtered
    on
        datasets.dataset = filtered.dataset
        and asked.partner_id = filtered.partner_id
        and asked.as_of_month = filtered.usage_month
left join ends
    on
        datasets.dataset = ends.dataset
        and asked.partner_id = ends.partner_id
        and asked.as_of_month = ends.as_of_month
where covered.dataset is null or filtered.dataset is not null
