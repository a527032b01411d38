select
    solution_area,
    areas.label,
    areas.display_order,
    source_id,
    source_place
from {{ ref('solution_areas') }} as areas
inner join {{ ref('int_solution_areas') }} using (solution_area)
