with asked as (
    select distinct steps.certification
    from {{ ref('step_certifications') }} as steps
    inner join {{ ref('int_solution_areas') }} using (solution_area)
)

select
    certification,
    title,
    retired_on,
    counts_until,
    source_id,
    source_place
from {{ ref('certifications') }}
inner join asked using (certification)
