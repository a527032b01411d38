-- One row per partner location (MPN id), with its names and the global account it belongs to now:
-- where Profiles disagree, the newest delivery's row wins.
with profile_rows as (
    select
        files.as_of_month,
        {{ as_id('profile.mpn_id') }} as location_id,
        {{ as_id('profile.pga_mpn_id') }} as partner_id,
        {{ as_text('profile.pga_partner_name') }} as partner_name,
        {{ as_text('profile.partner_name') }} as location_name,
        {{ as_text('profile.city') }} as city,
        {{ as_text('profile.country') }} as country,
        row_number() over (
            partition by {{ as_id('profile.mpn_id') }}
            order by files.as_of_month desc, files.file_name desc, profile.record desc
        ) as newest_first
    from {{ source('raw', 'profile') }} as profile
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
)

select
    location_id,
    partner_id,
    partner_name,
    location_name,
    city,
    country,
    as_of_month
from profile_rows
where newest_first = 1
