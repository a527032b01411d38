-- One row per scored pair with a scored month before, path, metric of usage, product line and cause:
-- change of the uncapped units, and the points it is worth at the metric's rate, before floors,
-- whole increments and caps.
with tenant_causes as (
    select
        moved.pair_key,
        rules.path,
        rules.metric,
        rules.part,
        moved.cause,
        sum(moved.units_change) as units_change,
    from {{ ref('int_tenant_movements') }} as moved
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    group by moved.pair_key, rules.path, rules.metric, rules.part, moved.cause
),

parts as (
    select
        *,
        cast(steps_to_max * step as decimal(28, 10)) as units_at_max,
        {{ uncapped_points('max_points', 'net_value', 'steps_to_max * step') }} as net_points,
    from {{ ref('int_usage_parts') }}
),

compared as (
    select
        steps.pair_key,
        now.path,
        now.metric,
        now.part,
        now.unit,
        now.max_points,
        now.units_at_max,
        rescored.net_value - prior.net_value as rule_units,
        rescored.net_points - prior.net_points as rule_points,
        prior.net_value - known.net_value as restated_units,
        prior.net_points - known.net_points as restated_points,
    from {{ ref('int_step_paths') }} as steps
    inner join parts as now
        on steps.pair_key = now.pair_key and steps.path = now.path
    inner join parts as rescored
        on
            steps.rescored_pair_key = rescored.pair_key
            and now.path = rescored.path
            and now.metric = rescored.metric
            and now.part = rescored.part
    inner join parts as prior
        on
            steps.prior_pair_key = prior.pair_key
            and steps.prior_path = prior.path
            and now.metric = prior.metric
            and now.part = prior.part
    left join parts as known
        on
            steps.known_pair_key = known.pair_key
            and steps.prior_path = known.path
            and now.metric = known.metric
            and now.part = known.part
)

select
    compared.pair_key,
    compared.path,
    compared.metric,
    compared.part as product_line,
    causes.cause,
    compared.unit,
    coalesce(moved.units_change, 0) as units_change,
    {{ uncapped_points(
        'compared.max_points', 'coalesce(moved.units_change, 0)', 'compared.units_at_max'
    ) }} as points_change,
from compared
cross join (
    values
    ('new_tenant'), ('lost_tenant'), ('crossed_threshold'), ('growth'), ('baseline_roll_off')
) as causes (cause)
left join tenant_causes as moved
    on
        compared.pair_key = moved.pair_key
        and compared.path = moved.path
        and compared.metric = moved.metric
        and compared.part = moved.part
        and causes.cause = moved.cause
union all
select
    pair_key,
    path,
    metric,
    part as product_line,
    'rule_change' as cause,
    unit,
    rule_units as units_change,
    rule_points as points_change,
from compared
union all
select
    pair_key,
    path,
    metric,
    part as product_line,
    'restatement' as cause,
    unit,
    restated_units as units_change,
    restated_points as points_change,
from compared
where restated_units is not null
