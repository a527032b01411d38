-- One row per as-of month of a delivery and partner location, with the global account that it had
-- for that delivery before the newest one came.
{{ config(materialized='view') }}

select
    as_of_month,
    location_id,
    partner_id,
from {{ ref('stg_location_accounts') }}
where
    profile_month < (
        select max(newest.as_of_month),
        from {{ ref('stg_files_in_force') }} as newest
    )
