-- One row per file and spelling of a month that is read once more as it was known.
select distinct
    months.file_id,
    months.month_text,
    months.usage_month,
    files.as_of_month,
    files.dataset,
from {{ source('raw', 'file_months') }} as months
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
inner join {{ ref('int_restated_truth') }} as truth
    on
        files.dataset = truth.dataset
        and files.as_of_month = truth.as_of_month
        and months.usage_month = truth.usage_month
