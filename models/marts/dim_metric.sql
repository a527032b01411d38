select
    metric,
    label,
    display_order,
    category,
    category = 'skilling' as is_skilling,
    unit,
    source_id,
    source_place
from {{ ref('metric_labels') }}
