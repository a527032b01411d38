-- One row per evaluation: whether the extracts cover every month its windows need (a
-- score on less is computed and marked), and where its certificates come from.
with datasets_of_partners as (
    select distinct
        named.partner_id,
        datasets.dataset,
        datasets.part
    from {{ ref('stg_named_partners') }} as named
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
),

needed_months as (
    select distinct
        months.evaluation_key,
        months.partner_id,
        datasets.dataset,
        months.usage_month
    from {{ ref('int_window_months') }} as months
    inner join datasets_of_partners as datasets using (partner_id, part)
),

covered as (
    select
        needed.evaluation_key,
        bool_and(truth.partner_id is not null) as is_covered
    from needed_months as needed
    left join {{ ref('stg_usage_truth') }} as truth using (dataset, partner_id, usage_month)
    group by needed.evaluation_key
),

snapshots as (
    select distinct
        named.partner_id,
        named.as_of_month
    from {{ ref('stg_named_partners') }} as named
    inner join {{ ref('stg_files_in_force') }} as files
        on named.as_of_month = files.as_of_month and files.dataset = 'TrainingCompletions'
),

certificate_sources as (
    select
        evaluations.evaluation_key,
        max(
            case
                when snapshots.as_of_month <= evaluations.as_of_month then snapshots.as_of_month
            end
        ) as known_month,
        min(snapshots.as_of_month) as first_month
    from {{ ref('int_evaluations') }} as evaluations
    left join snapshots using (partner_id)
    group by evaluations.evaluation_key
)

select
    sources.evaluation_key,
    case when covered.is_covered then 'complete' else 'short_history' end as history_status,
    coalesce(sources.known_month, sources.first_month) as snapshot_month,
    case when sources.known_month is not null then 'snapshot' else 'reconstructed' end
        as skilling_basis
from certificate_sources as sources
left join covered using (evaluation_key)
