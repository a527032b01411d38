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
    files.first_month,
    files.last_month,
    files.absent_columns,
    files.unknown_columns,
    files.repeated_count,
    files.loaded_at,
    in_force.file_id is not null as is_in_force,
from {{ source('raw', 'files') }} as files
inner join {{ ref('stg_deliveries') }} as deliveries using (delivery)
left join {{ ref('stg_files_in_force') }} as in_force using (file_id)
