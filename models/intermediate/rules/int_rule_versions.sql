-- One row per rule version of an area that is scored, with the span it is in force; ends are
-- derived from the next start, never typed.
select
    solution_area,
    rule_version,
    rule_versions.label,
    effective_from,
    lead(effective_from) over (partition by solution_area order by effective_from)
        as effective_before,
    {{ month_start('effective_from') }} as first_month,
    is_assumed,
    statement,
    source_id,
    source_place,
    checked_on
from {{ ref('rule_versions') }} as rule_versions
inner join {{ ref('int_solution_areas') }} using (solution_area)
