-- One row per file in force and spelling of a month in it that any hypothesis reads: the month is
-- read once per spelling instead of once per row, and a scan passes over what newer deliveries have
-- restated.
{{ config(materialized='table') }}

select distinct
    months.file_id,
    months.month_text,
    months.usage_month,
    files.as_of_month
from {{ ref('stg_file_months') }} as months
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
inner join {{ ref('stg_delivered_months') }} as delivered
    on
        files.dataset = delivered.dataset
        and files.as_of_month = delivered.as_of_month
        and months.usage_month = delivered.usage_month
where months.usage_month <= files.as_of_month
