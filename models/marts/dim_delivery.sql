with scored as (
    select min(as_of_month) as first_month
    from {{ ref('int_scored_evaluations') }}
),

-- Months before the first snapshot of certificates are scored by that one.
first_snapshot as (
    select min(as_of_month) as as_of_month
    from {{ ref('stg_files_in_force') }}
    where dataset = 'TrainingCompletions'
)

select
    files.file_id,
    files.delivery,
    files.as_of_month,
    files.revision,
    files.dataset,
    files.file_name,
    files.file_format,
    files.sha256,
    files.bytes,
    files.records_count,
    files.loaded_count,
    files.quarantined_count,
    files.blank_count,
    files.first_month,
    files.last_month,
    files.absent_columns,
    files.unknown_columns,
    files.repeated_count,
    files.loaded_at,
    files.is_in_force,
    files.dataset = 'TrainingCompletions' as is_skilling,
    case
        when files.dataset in ({{ usage_datasets() }}) then files.first_month
        when files.dataset = 'Profile' then scored.first_month
        when files.dataset <> 'TrainingCompletions' then null
        when files.as_of_month = first_snapshot.as_of_month then scored.first_month
        else files.as_of_month
    end as reaches_from_month
from {{ ref('stg_known_files') }} as files
cross join scored
cross join first_snapshot
