-- One row per usage dataset, as-of month and partner of its Profile where no file of the dataset
-- has a row and Coverage.csv does not name it: it was asked for and there was nothing, a year back.
with headers as (
    select
        dataset,
        as_of_month
    from {{ ref('stg_known_files') }}
    where is_in_force
    group by dataset, as_of_month
    having sum(records_count) = 0
),

profiles as (
    select distinct
        as_of_month,
        partner_id
    from {{ ref('stg_named_partners') }}
    where dataset = 'Profile'
),

declared as (
    select distinct
        dataset,
        as_of_month
    from {{ ref('stg_declared_coverage') }}
)

select
    headers.dataset,
    headers.as_of_month,
    profiles.partner_id,
    {{ add_months('headers.as_of_month', '-coverage.header_months') }} as first_month,
    headers.as_of_month as last_month
from headers
inner join {{ ref('dataset_coverage') }} as coverage using (dataset)
inner join profiles using (as_of_month)
left join declared
    on headers.dataset = declared.dataset and headers.as_of_month = declared.as_of_month
where coverage.header_months is not null and declared.dataset is null
