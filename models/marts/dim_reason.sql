select
    reason,
    display_order,
    applies_to,
    label,
    is_counted,
    is_warned,
    explanation,
    'accounting_reasons' as source,
from {{ ref('accounting_reasons') }}
