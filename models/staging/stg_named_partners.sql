-- One row per as-of month, dataset and partner that the dataset's delivery in force names. CPOR
-- claims name locations: a location that no Profile names has no partner.
select distinct
    files.as_of_month,
    files.dataset,
    files.file_id,
    named.partner_id
from {{ ref('stg_file_partners') }} as named
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
where named.partner_id is not null
