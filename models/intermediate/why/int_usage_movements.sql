-- One row per scored evaluation with a scored month before, path, metric of usage, product line and
-- cause: change of the uncapped units, and the points it is worth at the metric's rate, before
-- floors, whole increments and caps. The rate of a percentage is that of the baseline now; what a
-- change of the baseline makes of all the rest is the roll-off's.
with tenant_causes as (
    select
        moved.evaluation_key,
        rules.path,
        rules.metric,
        rules.part,
        moved.cause,
        sum(moved.units_change) as units_change
    from {{ ref('int_tenant_movements') }} as moved
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    group by moved.evaluation_key, rules.path, rules.metric, rules.part, moved.cause
),

rates as (
    select
        *,
        cast(
            steps_to_max * step * case comparison
                when 'percent'
                    then
                        cast(0.01 as decimal(2, 2)) * greatest(
                            sum(baseline_value) over (partition by evaluation_key, path, metric), 0
                        )
                else 1
            end as decimal(28, 10)
        ) as units_at_max
    from {{ ref('int_usage_parts') }}
),

parts as (
    select
        *,
        {{ points_at_rate('net_value') }} as net_points
    from rates
),

compared as (
    select
        steps.evaluation_key,
        now.path,
        now.metric,
        now.part,
        now.unit,
        now.max_points,
        now.units_at_max,
        now.comparison,
        now.net_value - rescored.net_value as own_units,
        now.net_points - rescored.net_points as own_points,
        now.current_value - rescored.current_value as current_units,
        rescored.net_value - earlier.net_value as rule_units,
        rescored.net_points - earlier.net_points as rule_points,
        earlier.net_value - known.net_value as restated_units,
        earlier.net_points - known.net_points as restated_points
    from {{ ref('int_step_paths') }} as steps
    inner join parts as now
        on steps.evaluation_key = now.evaluation_key and steps.path = now.path
    inner join parts as rescored
        on
            steps.rescored_evaluation_key = rescored.evaluation_key
            and now.path = rescored.path
            and now.metric = rescored.metric
            and now.part = rescored.part
    inner join parts as earlier
        on
            steps.prior_evaluation_key = earlier.evaluation_key
            and steps.prior_path = earlier.path
            and now.metric = earlier.metric
            and now.part = earlier.part
    left join parts as known
        on
            steps.known_evaluation_key = known.evaluation_key
            and steps.prior_path = known.path
            and now.metric = known.metric
            and now.part = known.part
)

{# A level is compared as a whole: it has no tenants. #}
{% set moved_units -%}
    case
        when compared.comparison = 'level' and causes.cause = 'growth' then compared.own_units
        else coalesce(moved.units_change, 0)
    end
{%- endset %}
select
    compared.evaluation_key,
    compared.path,
    compared.metric,
    compared.part as product_line,
    causes.cause,
    compared.unit,
    {{ moved_units }} as units_change,
    case
        when compared.comparison = 'percent' and causes.cause = 'baseline_roll_off'
            then compared.own_points - {{ points_at_rate('compared.current_units', 'compared.') }}
        else {{ points_at_rate(moved_units, 'compared.') }}
    end as points_change
from compared
cross join (
    values
    ('new_tenant'), ('lost_tenant'), ('crossed_threshold'), ('growth'), ('baseline_roll_off')
) as causes (cause)
left join tenant_causes as moved
    on
        compared.evaluation_key = moved.evaluation_key
        and compared.path = moved.path
        and compared.metric = moved.metric
        and compared.part = moved.part
        and causes.cause = moved.cause
union all
select
    evaluation_key,
    path,
    metric,
    part as product_line,
    'rule_change' as cause,
    unit,
    rule_units as units_change,
    rule_points as points_change
from compared
union all
select
    evaluation_key,
    path,
    metric,
    part as product_line,
    'restatement' as cause,
    unit,
    restated_units as units_change,
    restated_points as points_change
from compared
where restated_units is not null
