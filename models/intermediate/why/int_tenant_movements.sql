-- One row per scored evaluation with a scored month before, rule, tenant and cause: by how much the
-- tenant changed the net of the product line, both months under the rules of the later one. What
-- it brings now changes for one of four causes; what it brought a year before changes as months
-- roll off the baseline.
with passing as (
    select
        results.evaluation_key,
        results.rule_key,
        results.tenant_key,
        {% for window in ['current', 'baseline'] %}
            case
                when not results.is_qualified_{{ window }} then 0
                when rules.counts = 'tenant' then 1
                else results.{{ window }}_value
            end as {{ window }}_entry,
        {% endfor %}
        results.is_qualified_current
    from {{ ref('int_usage_results') }} as results
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    where results.is_qualified_current or results.is_qualified_baseline
),

now as (
    select
        steps.evaluation_key,
        passing.rule_key,
        passing.tenant_key,
        passing.current_entry,
        passing.baseline_entry,
        passing.is_qualified_current
    from passing
    inner join {{ ref('int_score_steps') }} as steps using (evaluation_key)
),

before as (
    select
        steps.evaluation_key,
        passing.rule_key,
        passing.tenant_key,
        passing.current_entry,
        passing.baseline_entry,
        passing.is_qualified_current
    from passing
    inner join {{ ref('int_score_steps') }} as steps
        on passing.evaluation_key = steps.rescored_evaluation_key
),

changes as (
    select
        evaluation_key,
        rule_key,
        tenant_key,
        coalesce(now.is_qualified_current, false) as is_in_now,
        coalesce(before.is_qualified_current, false) as was_in_before,
        coalesce(now.current_entry, 0) - coalesce(before.current_entry, 0) as current_change,
        coalesce(before.baseline_entry, 0) - coalesce(now.baseline_entry, 0) as baseline_change
    from now
    full join before using (evaluation_key, rule_key, tenant_key)
),

-- A tenant that passes in one month only: had it any usage in the window of the other?
flips as (
    select
        changes.evaluation_key,
        changes.rule_key,
        changes.tenant_key,
        case
            when changes.is_in_now then steps.rescored_evaluation_key else changes.evaluation_key
        end as other_evaluation_key
    from changes
    inner join {{ ref('int_score_steps') }} as steps using (evaluation_key)
    where changes.is_in_now <> changes.was_in_before
),

-- Rules of the other month ask the same: it is evaluated under those of this one.
present as (
    select distinct
        flips.evaluation_key,
        flips.rule_key,
        flips.tenant_key
    from flips
    inner join {{ ref('int_asked_rules') }} as asked
        on
            flips.other_evaluation_key = asked.evaluation_key
            and flips.rule_key = asked.rule_key
    inner join {{ ref('int_measures') }} as measures
        on
            asked.current_end_key = measures.end_key
            and flips.tenant_key = measures.tenant_key
)

select
    changes.evaluation_key,
    changes.rule_key,
    changes.tenant_key,
    {{ movement_cause(
        'changes.is_in_now', 'changes.was_in_before', 'present.tenant_key is not null'
    ) }} as cause,
    cast(changes.current_change as decimal(28, 10)) as units_change
from changes
left join present using (evaluation_key, rule_key, tenant_key)
where changes.current_change <> 0
union all
select
    evaluation_key,
    rule_key,
    tenant_key,
    'baseline_roll_off' as cause,
    cast(baseline_change as decimal(28, 10)) as units_change
from changes
where baseline_change <> 0
