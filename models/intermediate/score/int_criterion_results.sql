-- One row per window end, criteria and tenant of which an item meets some of them: which of them
-- the tenant meets. Each criteria are held against each end once, whatever evaluations, rule
-- versions and hypotheses ask them, and whether it is the window now or the baseline of another
-- month.
with asked as (
    select
        current_end_key as end_key,
        criteria_key
    from {{ ref('int_asked_rules') }}
    where counts <> 'service'
    union
    select
        baseline_end_key as end_key,
        criteria_key
    from {{ ref('int_asked_rules') }}
    where counts <> 'service'
),

results as (
    {{ criterion_results('asked', ref('int_item_figures'), 'end_key') }}
)

select *
from results
