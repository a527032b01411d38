select
    source_id,
    publisher || ', ' || title as label,
    publisher,
    title,
    address,
    dated,
    cast(checked_on as date) as checked_on
from {{ ref('rule_sources') }}
