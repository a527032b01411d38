-- One row per evaluation, path and metric: units that count, points, and why not more. One
-- shape for all metrics.
with usage_units as (
    select
        evaluation_key,
        path,
        metric,
        bool_or(comparison = 'percent') as is_percentage,
        max(max_points) as max_points,
        max(step) as step,
        max(step_rounding) as step_rounding,
        max(steps_to_max) as units_at_max,
        greatest(sum(counted_units), 0) as counted_units,
        sum(current_value) as current_value,
        sum(baseline_value) as baseline_value,
        max(gate_on) as gate_on,
        max(gate_lower) as gate_lower,
        bool_or(gate_lower_inclusive) as gate_lower_inclusive
    from {{ ref('int_usage_parts') }}
    where coalesce(is_counted_part, true)
    group by evaluation_key, path, metric
),

-- A percentage is asked for only where the gate is passed and something was there a year before.
gated as (
    select
        *,
        case
            when gate_on is null then false
            else not {{ within_bounds('gated_value', 'gate_') }}
        end as is_gate_missed,
        is_percentage and baseline_value <= 0 as is_without_baseline
    from (
        select
            *,
            case gate_on when 'current' then current_value else baseline_value end as gated_value,
            cast(null as decimal(28, 10)) as gate_upper,
            false as gate_upper_inclusive
        from usage_units
    ) as asked
),

usage_scores as (
    select
        evaluation_key,
        path,
        metric,
        max_points,
        case
            when is_gate_missed or is_without_baseline then 0
            when is_percentage
                then {{ percent_steps('current_value', 'baseline_value', 'step', 'step_rounding') }}
            else counted_units
        end as counted_units,
        case
            when is_gate_missed or is_without_baseline then 0
            when is_percentage
                then {{ percent_points(
                    'max_points', 'current_value', 'baseline_value', 'step', 'step_rounding',
                    'units_at_max',
                ) }}
            else {{ points_of('max_points', 'counted_units', 'units_at_max') }}
        end as points,
        units_at_max,
        case
            when is_gate_missed then 'gate_not_met'
            when is_without_baseline then 'no_baseline'
        end as refusal
    from gated
),

skilling_scores as (
    {{ skilling_scores(ref('int_skilling_parts'), ref('int_evaluations'), 'evaluation_key') }}
),

scores as (
    select
        evaluation_key,
        path,
        metric,
        max_points,
        counted_units,
        points,
        greatest(units_at_max - counted_units, 0) as units_to_max,
        counted_units > units_at_max as is_capped,
        true as are_prerequisites_met,
        refusal
    from usage_scores
    union all
    select * from skilling_scores
),

missing as (
    select
        evaluation_key,
        path,
        metric,
        string_agg(reason, '; ' order by dataset_order) as reason
    from (
        select distinct
            missing.evaluation_key,
            rules.path,
            rules.metric,
            missing.dataset_order,
            missing.reason
        from {{ ref('int_missing_datasets') }} as missing
        inner join {{ ref('int_evaluations') }} as evaluations using (evaluation_key)
        inner join {{ ref('int_part_rules') }} as rules
            using (solution_area, rule_version, rules_hypothesis, part)
    ) as reasons
    group by evaluation_key, path, metric
),

-- What the partner read in Partner Center stands in for what cannot be computed, under the rules
-- that were in force, and never beside what can.
declared as (
    select
        evaluations.evaluation_key,
        shown.path,
        shown.metric,
        shown.points
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('stg_partner_center_scores') }} as shown
        using (partner_id, as_of_month, solution_area)
    where evaluations.is_rule_in_force and shown.is_known
),

known as (
    select
        scores.evaluation_key,
        scores.path,
        scores.metric,
        scores.max_points,
        missing.reason as reason_not_computable,
        case
            when missing.reason is null then 'computed'
            when declared.points is not null then 'declared'
            else 'not_computable'
        end as basis,
        case when missing.reason is null then scores.counted_units end as counted_units,
        case when missing.reason is null then scores.points else declared.points end as points,
        case when missing.reason is null then scores.units_to_max end as units_to_max,
        scores.is_capped and missing.reason is null as is_capped,
        scores.are_prerequisites_met,
        case when missing.reason is null then scores.refusal end as refusal
    from scores
    left join missing using (evaluation_key, path, metric)
    left join declared using (evaluation_key, path, metric)
)

select
    known.evaluation_key,
    known.path,
    known.metric,
    cast(known.counted_units as decimal(28, 10)) as counted_units,
    cast(known.points as decimal(9, 4)) as points,
    cast(known.max_points as decimal(9, 4)) as max_points,
    cast(known.units_to_max as decimal(28, 10)) as units_to_max,
    {{ metric_status('known') }} as status,
    known.basis,
    known.reason_not_computable
from known
