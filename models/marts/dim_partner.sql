with locations as (
    select
        partner_id,
        {{ last_value_by('partner_name', "as_of_month || ' ' || partner_name") }} as partner_name,
        {{ last_value_by('country', "as_of_month || ' ' || country") }} as country,
        cast(count(*) as integer) as locations_count
    from {{ ref('stg_partner_locations') }}
    group by partner_id
)

select
    partners.partner_id,
    coalesce(locations.partner_name, partners.partner_id) as partner_name,
    locations.country,
    coalesce(locations.locations_count, 0) as locations_count,
    partners.first_covered_month,
    'Profile: the newest delivery that names the location' as source
from {{ ref('int_partners') }} as partners
left join locations using (partner_id)
