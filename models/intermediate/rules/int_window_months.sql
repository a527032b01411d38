-- One row per evaluation, part, usage basis, window (months and function), and month that the
-- window reads, for the current window (it ends at the as-of month) and for the baseline (it
-- ends baseline_months before). The month spine of every sum. An end is a window of a partner
-- that ends in one month, whatever evaluation asks for it, and has one number: the baseline of
-- one month is the current window of another, and is added up once.
with windows as (
    select distinct
        solution_area,
        rule_version,
        rules_hypothesis,
        part,
        basis_key,
        window_months,
        window_function
    from {{ ref('int_part_rules') }}
),

-- The last month of a window is one month, however long the window.
offsets as (
    select
        windows.*,
        offsets.months_back
    from windows
    inner join
        {{ integer_series("(select max(window_months) from " ~ ref('criteria') ~ ")") }} as offsets
        on
            offsets.months_back < windows.window_months
            and (windows.window_function <> 'last' or offsets.months_back = 0)
),

ends as (
    select
        *,
        true as is_current,
        as_of_month as end_month
    from {{ ref('int_evaluations') }}
    union all
    select
        *,
        false as is_current,
        {{ add_months('as_of_month', '-baseline_months') }} as end_month
    from {{ ref('int_evaluations') }}
)

select
    ends.evaluation_key,
    ends.usage_hypothesis,
    ends.partner_key,
    ends.partner_id,
    offsets.part,
    offsets.basis_key,
    offsets.window_months,
    offsets.window_function,
    ends.is_current,
    ends.end_month,
    {{ add_months('ends.end_month', '-offsets.months_back') }} as usage_month,
    cast(
        dense_rank() over (
            order by
                ends.usage_hypothesis, ends.partner_key, offsets.basis_key, offsets.window_months,
                offsets.window_function, ends.end_month
        ) as integer
    ) as end_key
from ends
inner join offsets using (solution_area, rule_version, rules_hypothesis)
