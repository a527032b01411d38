-- One row per scored evaluation, part, usage basis, window length and month that the window holds,
-- for the current window (it ends at the as-of month) and for the baseline (it ends
-- baseline_months before). The month spine of every sum.
with windows as (
    select distinct
        solution_area,
        rule_version,
        part,
        basis_key,
        window_months,
    from {{ ref('int_part_rules') }}
),

offsets as (
    select
        windows.*,
        offsets.months_back,
    from windows
    inner join
        {{ integer_series("(select max(window_months) from " ~ ref('criteria') ~ ")") }} as offsets
        on offsets.months_back < windows.window_months
),

ends as (
    select
        evaluation_key,
        partner_key,
        partner_id,
        solution_area,
        rule_version,
        true as is_current,
        as_of_month as end_month,
    from {{ ref('int_evaluations') }}
    union all
    select
        evaluation_key,
        partner_key,
        partner_id,
        solution_area,
        rule_version,
        false as is_current,
        {{ add_months('as_of_month', '-baseline_months') }} as end_month,
    from {{ ref('int_evaluations') }}
)

select
    ends.evaluation_key,
    ends.partner_key,
    ends.partner_id,
    offsets.part,
    offsets.basis_key,
    offsets.window_months,
    ends.is_current,
    ends.end_month,
    {{ add_months('ends.end_month', '-offsets.months_back') }} as usage_month,
from ends
inner join offsets using (solution_area, rule_version)
