select
    solution_area,
    rule_version,
    label,
    effective_from,
    cast(effective_before - interval 1 day as date) as effective_until,
    is_assumed,
    statement,
    source_id,
    source_place,
    checked_on
from {{ ref('int_rule_versions') }}
