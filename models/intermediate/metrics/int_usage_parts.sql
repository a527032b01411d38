-- One row per scored pair, path, metric and part of the usage metrics, whether any tenant passed or not: what counts now
-- and at the baseline, the net, and the steps in it.
with results as (
    select
        pair_key,
        path,
        metric,
        part,
        counts,
        is_qualified_current,
        is_qualified_baseline,
        current_value,
        baseline_value,
        contribution,
    from {{ ref('int_azure_results') }}
    union all
    select
        pair_key,
        path,
        metric,
        part,
        counts,
        is_qualified_current,
        is_qualified_baseline,
        current_value,
        baseline_value,
        contribution,
    from {{ ref('int_m365_results') }}
),

sums as (
    select
        pair_key,
        path,
        metric,
        part,
        sum(case when is_qualified_current then case counts when 'tenant' then 1 else current_value end end)
            as current_value,
        sum(case when is_qualified_baseline then case counts when 'tenant' then 1 else baseline_value end end)
            as baseline_value,
        sum(contribution) as net_value,
    from results
    group by pair_key, path, metric, part
),

spine as (
    select
        pairs.pair_key,
        rules.path,
        rules.metric,
        rules.part,
        rules.unit,
        rules.combine,
        rules.step,
        rules.step_rounding,
        rules.steps_to_max,
        rules.max_points,
        cast(coalesce(sums.current_value, 0) as decimal(28, 10)) as current_value,
        cast(coalesce(sums.baseline_value, 0) as decimal(28, 10)) as baseline_value,
        cast(coalesce(sums.net_value, 0) as decimal(28, 10)) as net_value,
    from {{ ref('int_scored_pairs') }} as pairs
    inner join {{ ref('int_part_rules') }} as rules using (solution_area, rule_version)
    left join sums
        on
            pairs.pair_key = sums.pair_key
            and rules.path = sums.path
            and rules.metric = sums.metric
            and rules.part = sums.part
)

select
    pair_key,
    path,
    metric,
    part,
    unit,
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
