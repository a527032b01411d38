-- One row per scored pair with a scored month before, rule, tenant and cause: by how much the
-- tenant changed the net of the product line, both months under the rules of the later one. What
-- it brings now changes for one of four causes; what it brought a year before changes as months
-- roll off the baseline.
{% set results = [('int_azure_results', 'azure'), ('int_m365_results', 'm365')] %}

with ends as (
    {% for model, part in results %}
        {% for pair in ['pair_key', 'rescored_pair_key'] %}
            select
                steps.pair_key,
                results.rule_key,
                results.tenant_key,
                {{ 1 if pair == 'pair_key' else -1 }} as sign,
                results.is_qualified_current,
                results.is_qualified_baseline,
                cast(results.current_value as decimal(28, 10)) as current_value,
                cast(results.baseline_value as decimal(28, 10)) as baseline_value,
            from {{ ref(model) }} as results
            inner join {{ ref('int_score_steps') }} as steps
                on results.pair_key = steps.{{ pair }}
            where results.is_qualified_current or results.is_qualified_baseline
            {{ 'union all' if not loop.last }}
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

entries as (
    select
        ends.pair_key,
        ends.rule_key,
        ends.tenant_key,
        ends.sign,
        ends.is_qualified_current,
        case
            when not ends.is_qualified_current then 0
            when rules.counts = 'tenant' then 1
            else ends.current_value
        end as current_entry,
        case
            when not ends.is_qualified_baseline then 0
            when rules.counts = 'tenant' then 1
            else ends.baseline_value
        end as baseline_entry,
    from ends
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
),

changes as (
    select
        pair_key,
        rule_key,
        tenant_key,
        coalesce(bool_or(is_qualified_current and sign = 1), false) as is_in_now,
        coalesce(bool_or(is_qualified_current and sign = -1), false) as was_in_before,
        sum(sign * current_entry) as current_change,
        sum(sign * -baseline_entry) as baseline_change,
    from entries
    group by pair_key, rule_key, tenant_key
),

-- A tenant that passes in one month only: had it any usage in the window of the other?
flips as (
    select
        changes.pair_key,
        changes.rule_key,
        changes.tenant_key,
        rules.basis_key,
        rules.window_months,
        rules.part,
        case when changes.is_in_now then steps.rescored_pair_key else changes.pair_key end
            as other_pair_key,
    from changes
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    inner join {{ ref('int_score_steps') }} as steps using (pair_key)
    where changes.is_in_now <> changes.was_in_before
),

present as (
    select
        flips.pair_key,
        flips.rule_key,
        flips.tenant_key,
    from flips
    inner join {{ ref('int_azure_windows') }} as windows
        on
            flips.other_pair_key = windows.pair_key
            and flips.basis_key = windows.basis_key
            and flips.window_months = windows.window_months
            and flips.tenant_key = windows.tenant_key
    where flips.part = 'azure' and windows.current_acr_usd is not null
    union distinct
    select
        flips.pair_key,
        flips.rule_key,
        flips.tenant_key,
    from flips
    inner join {{ ref('int_m365_windows') }} as windows
        on
            flips.other_pair_key = windows.pair_key
            and flips.basis_key = windows.basis_key
            and flips.window_months = windows.window_months
            and flips.tenant_key = windows.tenant_key
    where flips.part = 'm365' and windows.current_paid_count is not null
)

select
    changes.pair_key,
    changes.rule_key,
    changes.tenant_key,
    {{ movement_cause(
        'changes.is_in_now', 'changes.was_in_before', 'present.tenant_key is not null'
    ) }} as cause,
    cast(changes.current_change as decimal(28, 10)) as units_change,
from changes
left join present using (pair_key, rule_key, tenant_key)
where changes.current_change <> 0
union all
select
    pair_key,
    rule_key,
    tenant_key,
    'baseline_roll_off' as cause,
    cast(baseline_change as decimal(28, 10)) as units_change,
from changes
where baseline_change <> 0
