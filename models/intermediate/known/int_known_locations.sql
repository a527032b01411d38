-- One row per partner location, with the global account it belonged to before the newest delivery
-- came: claims name locations only.
{{ config(materialized='view') }}

with profile_rows as (
    select
        {{ as_id('profile.mpn_id') }} as location_id,
        {{ as_id('profile.pga_mpn_id') }} as partner_id,
        row_number() over (
            partition by {{ as_id('profile.mpn_id') }}
            order by files.as_of_month desc, files.file_name desc, profile.record desc
        ) as newest_first,
    from {{ source('raw', 'profile') }} as profile
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
    where
        files.as_of_month < (
            select max(newest.as_of_month),
            from {{ ref('stg_files_in_force') }} as newest
        )
)

select
    location_id,
    partner_id,
from profile_rows
where newest_first = 1
