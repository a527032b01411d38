-- One row per as-of month of a delivery and partner location (MPN id) that any Profile names: the
-- global account that the location has for that delivery. The delivery's own Profile says so, or
-- where that lacks the location the newest one before it, or else the earliest after it.
{{ config(materialized='table') }}

with profile_rows as (
    select
        files.as_of_month as profile_month,
        {{ as_id('profile.mpn_id') }} as location_id,
        {{ as_id('profile.pga_mpn_id') }} as partner_id,
        row_number() over (
            partition by files.as_of_month, {{ as_id('profile.mpn_id') }}
            order by files.file_name desc, profile.record desc
        ) as last_first
    from {{ source('raw', 'profile') }} as profile
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
),

spans as (
    select
        profile_month,
        location_id,
        partner_id,
        row_number() over (partition by location_id order by profile_month) = 1 as is_earliest,
        lead(profile_month) over (partition by location_id order by profile_month) as next_month
    from profile_rows
    where last_first = 1
),

months as (
    select distinct as_of_month
    from {{ ref('stg_deliveries') }}
)

select
    months.as_of_month,
    spans.location_id,
    spans.partner_id,
    spans.profile_month
from months
inner join spans
    on
        (spans.profile_month <= months.as_of_month or spans.is_earliest)
        and (spans.next_month > months.as_of_month or spans.next_month is null)
