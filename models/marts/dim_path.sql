select
    path,
    label,
    display_order,
    source_id,
    source_place
from {{ ref('path_labels') }}
