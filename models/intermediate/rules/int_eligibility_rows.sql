-- One row per rule version, path, metric, part and thing that is eligible or, of excluded
-- products and offers, is not. A row of the seeds for the metric itself takes the place of the rows
-- for every metric ('*'); one for every path ('*') holds on each.
with parts as (
    select
        solution_area,
        rule_version,
        path,
        metric,
        part,
        counts = 'service' as is_of_services
    from {{ ref('metric_parts') }}
    inner join {{ ref('int_solution_areas') }} using (solution_area)
),

eligibility as (
    select
        solution_area,
        rule_version,
        path,
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
        path,
        metric,
        part,
        case mode when 'all_but' then 'excluded_product' else 'product' end as kind,
        product as name,
        0 as name_rank
    from {{ ref('eligible_products') }}
    union all
    select
        offers.solution_area,
        offers.rule_version,
        '*' as path,
        '*' as metric,
        datasets.part,
        'excluded_offer' as kind,
        offers.offer as name,
        0 as name_rank
    from {{ ref('excluded_offers') }} as offers
    inner join {{ ref('usage_datasets') }} as datasets on datasets.dataset = 'AzureUsage'
),

-- Excluded products are told in place of eligible ones.
told as (
    select
        *,
        case kind when 'excluded_product' then 'product' else kind end as told_kind
    from eligibility
),

own_rows as (
    select distinct
        solution_area,
        rule_version,
        metric,
        part,
        told_kind
    from told
)

select
    parts.solution_area,
    parts.rule_version,
    parts.path,
    parts.metric,
    parts.part,
    parts.is_of_services,
    told.kind,
    told.name,
    told.name_rank,
    told.path as path_scope,
    told.metric as metric_scope
from parts
inner join told
    on
        parts.solution_area = told.solution_area
        and parts.rule_version = told.rule_version
        and parts.part = told.part
        and told.path in (parts.path, '*')
        and told.metric in (parts.metric, '*')
left join own_rows
    on
        parts.solution_area = own_rows.solution_area
        and parts.rule_version = own_rows.rule_version
        and parts.metric = own_rows.metric
        and parts.part = own_rows.part
        and told.told_kind = own_rows.told_kind
where told.metric = parts.metric or own_rows.metric is null
