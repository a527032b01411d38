-- One row per rule version, metric, part and thing that is (or, for offers, is not) eligible. A
-- row of the seeds for the metric itself takes the place of the rows for every metric ('*').
with parts as (
    select distinct
        solution_area,
        rule_version,
        metric,
        part
    from {{ ref('metric_parts') }}
    inner join {{ ref('int_solution_areas') }} using (solution_area)
),

eligibility as (
    select
        solution_area,
        rule_version,
        metric,
        part,
        'association' as kind,
        association as name,
        rank as name_rank
    from {{ ref('eligible_associations') }}
    union all
    select
        solution_area,
        rule_version,
        metric,
        part,
        'product' as kind,
        product as name,
        0 as name_rank
    from {{ ref('eligible_products') }}
    union all
    select
        offers.solution_area,
        offers.rule_version,
        '*' as metric,
        datasets.part,
        'excluded_offer' as kind,
        offers.offer as name,
        0 as name_rank
    from {{ ref('excluded_offers') }} as offers
    inner join {{ ref('usage_datasets') }} as datasets on datasets.dataset = 'AzureUsage'
),

own_rows as (
    select distinct
        solution_area,
        rule_version,
        metric,
        part,
        kind
    from eligibility
)

select
    parts.solution_area,
    parts.rule_version,
    parts.metric,
    parts.part,
    eligibility.kind,
    eligibility.name,
    eligibility.name_rank,
    eligibility.metric as metric_scope
from parts
inner join eligibility
    on
        parts.solution_area = eligibility.solution_area
        and parts.rule_version = eligibility.rule_version
        and parts.part = eligibility.part
        and (eligibility.metric = parts.metric or eligibility.metric = '*')
left join own_rows
    on
        parts.solution_area = own_rows.solution_area
        and parts.rule_version = own_rows.rule_version
        and parts.metric = own_rows.metric
        and parts.part = own_rows.part
        and eligibility.kind = own_rows.kind
where eligibility.metric = parts.metric or own_rows.metric is null
