-- One row per purchase or renewal of a designation that any delivery in force reports: what was
-- paid once stays paid, also where a later file lists newer purchases only.
select distinct
    {{ as_id('enrollment.pga_mpn_id') }} as partner_id,
    coalesce(areas.solution_area, {{ as_key('enrollment.solution_area') }}) as solution_area,
    {{ as_date('enrollment.enrolled_on') }} as enrolled_on
from {{ source('raw', 'enrollment') }} as enrollment
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
left join {{ ref('solution_area_names') }} as areas
    on
        {{ as_key('enrollment.solution_area') }} = {{ as_key('areas.spelling') }}
        and not areas.is_group
where {{ as_date('enrollment.enrolled_on') }} is not null
