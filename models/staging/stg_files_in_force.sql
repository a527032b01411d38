-- One row per landing file that is in force: what models read for the truth.
select
    file_id,
    dataset,
    file_name,
    as_of_month,
    revision,
    first_month,
    last_month,
    absent_columns
from {{ ref('stg_known_files') }}
where is_in_force
