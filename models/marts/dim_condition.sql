select
    solution_area,
    condition,
    label,
    display_order as condition_order,
    parent_condition,
    kind,
    part as product_line,
    metric,
    source_id,
    source_place
from {{ ref('eligibility_conditions') }}
