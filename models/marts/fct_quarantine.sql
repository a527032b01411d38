-- One row per landing file, column and reason with records in quarantine. What the records say
-- is not here: it can hold personal data.
select
    files.delivery,
    files.as_of_month,
    files.dataset,
    files.file_name,
    aside.column_name,
    aside.reason,
    files.is_in_force,
    count(*) as rows_count,
    cast(sum(aside.acr_usd) as decimal(28, 10)) as acr_usd,
    count(*) - count(aside.acr_usd) as rows_without_acr_count
from {{ ref('stg_quarantine') }} as aside
inner join {{ ref('stg_known_files') }} as files using (file_id)
group by
    files.delivery,
    files.as_of_month,
    files.dataset,
    files.file_name,
    aside.column_name,
    aside.reason,
    files.is_in_force
