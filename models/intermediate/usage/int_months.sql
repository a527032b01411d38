-- One row per hypothesis about usage, partner, product line, usage month and delivered month that
-- stands for it. Several datasets may tell of a product line: a month is all that they deliver for
-- it, and has the same number in all hypotheses that read the same of each.
with months as (
    select
        sources.hypothesis,
        sources.partner_id,
        datasets.part,
        sources.usage_month,
        string_agg(
            cast(sources.delivered_month_key as varchar), ' '
            order by sources.delivered_month_key
        ) as delivered_months
    from {{ ref('stg_month_sources') }} as sources
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    group by sources.hypothesis, sources.partner_id, datasets.part, sources.usage_month
),

numbered as (
    select
        *,
        cast(dense_rank() over (order by part, delivered_months) as integer) as month_key
    from months
)

select
    numbered.hypothesis,
    partners.partner_key,
    numbered.partner_id,
    numbered.part,
    numbered.usage_month,
    numbered.month_key,
    sources.dataset,
    sources.delivered_month_key
from numbered
inner join {{ ref('int_partners') }} as partners using (partner_id)
inner join {{ ref('usage_datasets') }} as datasets using (part)
inner join {{ ref('stg_month_sources') }} as sources
    on
        numbered.hypothesis = sources.hypothesis
        and numbered.partner_id = sources.partner_id
        and numbered.usage_month = sources.usage_month
        and datasets.dataset = sources.dataset
