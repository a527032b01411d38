-- One row per partner, solution area and month of which PartnerTrack says which track Partner
-- Center showed: the newest delivery with a row for it. A row for a group of areas is one for each
-- of them. Rows that contradict each other are not here (they are set aside while loading).
with shown as (
    select
        files.as_of_month as delivered_month,
        {{ as_id('tracks.pga_mpn_id') }} as partner_id,
        {{ as_month('tracks.month') }} as as_of_month,
        {{ as_key('tracks.solution_area') }} as area_name,
        {{ as_key('tracks.path') }} as path_name,
        tracks.file_id,
        tracks.record
    from {{ source('raw', 'partner_track') }} as tracks
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
),

named as (
    select
        shown.*,
        coalesce(areas.solution_area, shown.area_name) as solution_area,
        areas.solution_area is not null as is_known,
        paths.path
    from shown
    left join {{ ref('solution_area_names') }} as areas
        on shown.area_name = {{ as_key('areas.spelling') }}
    inner join {{ ref('path_labels') }} as paths
        on shown.path_name in (paths.path, {{ as_key('paths.label') }})
),

-- Also where it contradicts itself: no older delivery's row stands in.
said as (
    select
        partner_id,
        as_of_month,
        solution_area,
        path,
        is_known,
        delivered_month,
        file_id,
        record
    from named
    union all
    select
        contradicted.partner_text as partner_id,
        contradicted.month as as_of_month,
        contradicted.solution_area,
        null as path,
        null as is_known,
        files.as_of_month as delivered_month,
        files.file_id,
        null as record
    from {{ source('raw', 'contradicted') }} as contradicted
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
    where files.dataset = 'PartnerTrack'
),

ordered as (
    select
        *,
        row_number() over (
            partition by partner_id, as_of_month, solution_area
            order by delivered_month desc, file_id desc, record desc
        ) as newest_first
    from said
)

select
    partner_id,
    as_of_month,
    solution_area,
    path,
    is_known,
    delivered_month
from ordered
where newest_first = 1 and path is not null
