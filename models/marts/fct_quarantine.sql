-- One row per landing file, column and reason with records in quarantine. What the records say
-- is not here: it can hold personal data.
select
    files.delivery,
    files.as_of_month,
    files.dataset,
    files.file_name,
    aside.column_name,
    aside.reason,
    in_force.file_id is not null as is_in_force,
    count(*) as rows_count,
    cast(sum(aside.acr_usd) as decimal(28, 10)) as acr_usd,
    count(*) - count(aside.acr_usd) as rows_without_acr_count,
from {{ source('raw', 'quarantine') }} as aside
inner join {{ source('raw', 'files') }} as files using (file_id)
inner join {{ source('raw', 'deliveries') }} as deliveries using (delivery)
left join {{ ref('stg_files_in_force') }} as in_force using (file_id)
where files.is_held
group by
    files.delivery,
    files.as_of_month,
    files.dataset,
    files.file_name,
    aside.column_name,
    aside.reason,
    in_force.file_id is not null
