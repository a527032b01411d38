select
    solution_area,
    condition,
    conditions.label,
    conditions.display_order as condition_order,
    parent_condition,
    kind,
    part as product_line,
    metric,
    source_id,
    source_place
from {{ ref('eligibility_conditions') }} as conditions
inner join {{ ref('int_solution_areas') }} using (solution_area)
