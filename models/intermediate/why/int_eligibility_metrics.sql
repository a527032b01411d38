-- One row per explained evaluation, rule (path, metric and part) and customer with a row of the
-- product line: the results of its tenants added up, and each of them in words.
with shown_tenants as (
    -- What a list in one cell of a report can hold; the rest is counted there, and
    -- fct_tenant_contributions has all.
    select
        *,
        place_in_customer < 31 as is_listed
    from {{ ref('int_tenant_customers') }}
),

tenants as (
    select
        results.*,
        customers.tenant_name,
        customers.is_listed,
        {{ tenant_figures('results', 'rules', 'conditions', 'labels') }} as figures,
        case
            when results.contribution = 0 then reasons.label_without_effect
            else reasons.label
        end as reason_words
    from {{ ref('int_tenant_results') }} as results
    inner join shown_tenants as customers using (tenant_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('int_conditions') }} as conditions
        on results.rule_key = conditions.rule_key and conditions.kind = 'metric'
    left join {{ ref('reason_labels') }} as reasons using (reason)
    left join {{ ref('product_groups') }} as labels
        on
            rules.solution_area = labels.solution_area
            and rules.part = labels.part
            and results.deciding_workload = labels.product
),

in_words as (
    select
        *,
        concat(
            tenant_name, ': ', figures, ', ', reason_words,
            ' (', {{ signed_words('contribution', contribution_words) }}, ')'
        ) as tenant_words
    from tenants
)

select
    evaluation_key,
    rule_key,
    customer_key,
    any_value(counts) as counts,
    count(*) as tenants_count,
    count(case when is_qualified_current then 1 end) as current_tenants,
    count(case when is_qualified_baseline then 1 end) as baseline_tenants,
    sum(
        case
            when not is_qualified_current then 0
            when counts = 'tenant' then 1
            else current_value
        end
    ) as current_value,
    sum(
        case
            when not is_qualified_baseline then 0
            when counts = 'tenant' then 1
            else baseline_value
        end
    ) as baseline_value,
    sum(contribution) as net_value,
    case when count(*) = 1 then any_value(figures) end as figures,
    {{ distinct_texts('reason_words', separator='; ') }} as reasons,
    {{ listed_texts('tenant_words', 'is_listed') }} as tenants_listed,
    count(case when not is_listed then 1 end) as unlisted_count
from in_words
group by evaluation_key, rule_key, customer_key
