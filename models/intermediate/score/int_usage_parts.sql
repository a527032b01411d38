-- One row per evaluation, path, metric and part of the usage metrics, whether any tenant passed
-- or not: what counts now and at the baseline (a level has none), the net, and the steps in it; of
-- a percentage the metric alone has steps, as it is that of all parts together. Where the best part
-- counts alone, which one that is. Where a hypothesis
-- compares with what the month a year before counted under its own version, that takes the
-- baseline's place in the net, and a part that was not scored then has no row.
with sums as (
    select
        evaluation_key,
        rule_key,
        count(case when is_qualified_current then 1 end) as current_tenants,
        count(case when is_qualified_baseline then 1 end) as baseline_tenants,
        sum(case when is_qualified_current then current_value end) as current_value,
        sum(case when is_qualified_baseline then baseline_value end) as baseline_value,
        sum(contribution) as net_value
    from {{ ref('int_usage_results') }}
    group by evaluation_key, rule_key
),

services as (
    select
        evaluation_key,
        rule_key,
        count(case when is_counted then 1 end) as services_count
    from {{ ref('int_service_results') }}
    group by evaluation_key, rule_key
),

spine as (
    select
        evaluations.evaluation_key,
        evaluations.partner_key,
        evaluations.as_of_month,
        evaluations.hypothesis,
        evaluations.is_rule_in_force,
        rules.*,
        {% for window in ['current', 'baseline'] %}
            cast(
                coalesce(
                    case rules.counts
                        when 'tenant' then sums.{{ window }}_tenants
                        when 'service' then services.services_count
                        else sums.{{ window }}_value
                    end,
                    0
                ) as decimal(28, 10)
            ) as {{ window }}_value,
        {% endfor %}
        cast(
            coalesce(
                case rules.counts
                    when 'service' then services.services_count
                    else sums.net_value
                end,
                0
            ) as decimal(28, 10)
        ) as own_net_value
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_part_rules') }} as rules
        using (solution_area, rule_version, rules_hypothesis)
    left join sums
        on
            evaluations.evaluation_key = sums.evaluation_key
            and rules.rule_key = sums.rule_key
    left join services
        on
            evaluations.evaluation_key = services.evaluation_key
            and rules.rule_key = services.rule_key
),

own_baselines as (
    select
        spine.evaluation_key,
        spine.rule_key,
        earlier.current_value
    from spine
    inner join {{ ref('int_prior_paths') }} as paths
        using (solution_area, rule_version, path)
    inner join spine as earlier
        on
            earlier.hypothesis = 'reported'
            and earlier.is_rule_in_force
            and spine.partner_key = earlier.partner_key
            and spine.solution_area = earlier.solution_area
            and earlier.as_of_month
            = {{ add_months('spine.as_of_month', '-spine.baseline_months') }}
            and paths.prior_rule_version = earlier.rule_version
            and paths.prior_path = earlier.path
            and spine.metric = earlier.metric
            and spine.part = earlier.part
    where spine.comparison = 'own_difference'
),

netted as (
    select
        spine.*,
        case spine.comparison
            when 'own_difference' then spine.current_value - own_baselines.current_value
            else spine.own_net_value
        end as net_value
    from spine
    left join own_baselines using (evaluation_key, rule_key)
),

parts as (
    select
        *,
        case
            when comparison <> 'percent'
                then {{ steps_in(
                    "case combine when 'floor_each' then greatest(net_value, 0) else net_value end",
                    'step',
                    'step_rounding',
                ) }}
        end as counted_units
    from netted
    where net_value is not null
)

select
    evaluation_key,
    rule_key,
    path,
    metric,
    part,
    parts.unit,
    value_measure,
    combine,
    comparison,
    gate_on,
    gate_lower,
    gate_lower_inclusive,
    step,
    step_rounding,
    steps_to_max,
    max_points,
    current_value,
    case when comparison <> 'level' then baseline_value end as baseline_value,
    cast(net_value as decimal(28, 10)) as net_value,
    counted_units,
    -- Of equals the one that is named first.
    case
        when combine = 'best_of'
            then
                row_number() over (
                    partition by evaluation_key, path, metric
                    order by
                        {{ points_of('max_points', 'counted_units', 'steps_to_max') }} desc,
                        labels.display_order
                ) = 1
    end as is_counted_part
from parts
left join {{ ref('labels') }} as labels
    on labels.kind = 'product_line' and parts.part = labels.code
