select
    metric,
    label,
    display_order,
    category,
    unit,
    source_id,
    source_place,
from {{ ref('metric_labels') }}
