select
    reason,
    display_order,
    applies_to,
    label,
    is_counted,
    is_warned,
    explanation,
    concat_ws(': ', source_id, source_place) as source
from {{ ref('accounting_reasons') }}
