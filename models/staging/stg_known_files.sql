-- One row per landing file that models may read, with its receipt: its delivery was found complete
-- with it. It is in force unless a later correction of the same as-of month brings the same
-- dataset.
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
    files.revision = max(files.revision) over (partition by files.dataset, files.as_of_month)
        as is_in_force
from {{ source('raw', 'files') }} as files
inner join {{ ref('stg_deliveries') }} as deliveries using (delivery)
where files.is_held
