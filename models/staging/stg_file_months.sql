-- One row per file of a known delivery and spelling of a usage month in it.
select
    months.file_id,
    months.month_text,
    months.usage_month,
    months.records_count
from {{ source('raw', 'file_months') }} as months
inner join {{ ref('stg_known_files') }} as files using (file_id)
