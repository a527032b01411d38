select
    blind.delivery,
    blind.file_name,
    blind.workload,
    blind.as_of_month,
    blind.workload_prefix,
    files.first_month,
    files.last_month,
    files.loaded_count as records_count
from {{ ref('int_blind_workloads') }} as blind
inner join {{ ref('stg_known_files') }} as files using (file_id)
