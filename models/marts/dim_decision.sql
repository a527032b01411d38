-- Questions about an area that is scored, or about every one.
with asked as (
    select distinct decisions.decision_number
    from {{ ref('decisions') }} as decisions
    inner join {{ ref('int_solution_areas') }} as areas
        on
            decisions.solution_areas = '*'
            or {{ is_listed('areas.solution_area', 'decisions.solution_areas') }}
)

select
    decision_number,
    decision,
    question,
    reading,
    other_reading,
    reason,
    where_it_stands,
    rule_table,
    rule_name
from {{ ref('decisions') }}
inner join asked using (decision_number)
