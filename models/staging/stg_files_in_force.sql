-- One row per landing file that models may read: its delivery was found complete with it, and no
-- later correction of the same as-of month brings the same dataset.
with complete_files as (
    select
        files.file_id,
        files.dataset,
        files.file_name,
        files.as_of_month,
        files.revision,
        files.first_month,
        files.last_month,
    from {{ source('raw', 'files') }} as files
    inner join {{ ref('stg_deliveries') }} as deliveries using (delivery)
    where files.is_held
),

newest_revisions as (
    select
        dataset,
        as_of_month,
        max(revision) as revision,
    from complete_files
    group by dataset, as_of_month
)

select
    complete_files.file_id,
    complete_files.dataset,
    complete_files.file_name,
    complete_files.as_of_month,
    complete_files.revision,
    complete_files.first_month,
    complete_files.last_month,
from complete_files
inner join newest_revisions using (dataset, as_of_month, revision)
