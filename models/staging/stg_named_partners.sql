-- One row per as-of month, dataset and partner that the dataset's delivery in force names. CPOR
-- claims name locations: they reach the partner through its Profile, and a location that no
-- Profile names has no partner.
select distinct
    files.as_of_month,
    files.dataset,
    files.file_id,
    coalesce(locations.partner_id, named.partner_text) as partner_id,
from {{ source('raw', 'file_partners') }} as named
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
left join {{ ref('stg_partner_locations') }} as locations
    on named.id_kind = 'mpn' and named.partner_text = locations.location_id
where named.id_kind = 'pga' or locations.partner_id is not null
