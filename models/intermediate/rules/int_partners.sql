-- One row per partner (global account) that any delivery in force names, with the first month a
-- usage extract covers that scored months begin by.
with covered as (
    select
        partner_id,
        min(usage_month) as first_covered_month
    from {{ ref('stg_usage_truth') }}
    inner join {{ ref('dataset_coverage') }} as datasets using (dataset)
    where datasets.begins_scores
    group by partner_id
),

named as (
    select distinct partner_id from {{ ref('stg_named_partners') }}
    union
    select partner_id from covered
)

select
    cast(
        row_number() over (order by named.partner_id) as integer
    ) as partner_key,
    named.partner_id,
    covered.first_covered_month
from named
left join covered using (partner_id)
