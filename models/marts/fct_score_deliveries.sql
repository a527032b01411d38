with in_force as (
    select distinct
        files.dataset,
        files.as_of_month,
        deliveries.delivery
    from {{ ref('stg_files_in_force') }} as files
    inner join {{ ref('stg_deliveries') }} as deliveries using (as_of_month, revision)
),

needed_months as (
    select distinct
        months.evaluation_key,
        months.partner_id,
        datasets.dataset,
        months.usage_month
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('usage_datasets') }} as datasets using (part)
),

sources as (
    select
        needed.evaluation_key,
        needed.dataset,
        truth.as_of_month,
        false as is_skilling,
        min(needed.usage_month) as first_month,
        max(needed.usage_month) as last_month,
        count(*) as months_count
    from needed_months as needed
    inner join {{ ref('stg_usage_truth') }} as truth using (dataset, partner_id, usage_month)
    group by needed.evaluation_key, needed.dataset, truth.as_of_month
    union all
    select
        evaluation_key,
        'TrainingCompletions' as dataset,
        snapshot_month as as_of_month,
        true as is_skilling,
        snapshot_month as first_month,
        snapshot_month as last_month,
        1 as months_count
    from {{ ref('int_evaluation_history') }}
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    sources.dataset,
    in_force.delivery,
    evaluations.is_rule_in_force,
    sources.is_skilling,
    sources.first_month,
    sources.last_month,
    cast(sources.months_count as integer) as months_count
from sources
inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
inner join in_force
    on sources.dataset = in_force.dataset and sources.as_of_month = in_force.as_of_month
