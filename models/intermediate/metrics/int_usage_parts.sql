-- One row per scored evaluation, path, metric and part of the usage metrics, whether any tenant
-- passed or not: what counts now and at the baseline, the net, and the steps in it.
with sums as (
    select
        evaluation_key,
        rule_key,
        count(case when is_qualified_current then 1 end) as current_tenants,
        count(case when is_qualified_baseline then 1 end) as baseline_tenants,
        sum(case when is_qualified_current then current_value end) as current_value,
        sum(case when is_qualified_baseline then baseline_value end) as baseline_value,
        sum(contribution) as net_value,
    from {{ ref('int_usage_results') }}
    group by evaluation_key, rule_key
),

spine as (
    select
        evaluations.evaluation_key,
        rules.path,
        rules.metric,
        rules.part,
        rules.unit,
        rules.value_measure,
        rules.combine,
        rules.step,
        rules.step_rounding,
        rules.steps_to_max,
        rules.max_points,
        cast(
            coalesce(
                case rules.counts
                    when 'tenant' then sums.current_tenants
                    else sums.current_value
                end,
                0
            ) as decimal(28, 10)
        ) as current_value,
        cast(
            coalesce(
                case rules.counts
                    when 'tenant' then sums.baseline_tenants
                    else sums.baseline_value
                end,
                0
            ) as decimal(28, 10)
        ) as baseline_value,
        cast(coalesce(sums.net_value, 0) as decimal(28, 10)) as net_value,
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_part_rules') }} as rules using (solution_area, rule_version)
    left join sums
        on evaluations.evaluation_key = sums.evaluation_key and rules.rule_key = sums.rule_key
)

select
    evaluation_key,
    path,
    metric,
    part,
    unit,
    value_measure,
    combine,
    step,
    step_rounding,
    steps_to_max,
    max_points,
    current_value,
    baseline_value,
    net_value,
    {{ steps_in(
        "case combine when 'floor_each' then greatest(net_value, 0) else net_value end",
        'step',
        'step_rounding',
    ) }} as counted_units,
from spine
