-- One row per record that is set aside in a file of a known delivery. What the record says is not
-- here: it can hold personal data.
select
    aside.file_id,
    aside.column_name,
    aside.reason,
    aside.acr_usd
from {{ source('raw', 'quarantine') }} as aside
inner join {{ ref('stg_known_files') }} as files using (file_id)
