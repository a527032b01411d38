-- One row per evaluation under rules that put a partner on one path by its class: that path. A path
-- is the partner's where everything asked of it holds; where something does not, the other one is.
-- What Partner Center showed as the track stands before what is computed, under the rules in force.
-- A class that nobody can know is the first path's, and says so.
with classes as (
    select distinct
        solution_area,
        rule_version,
        path
    from {{ ref('partner_classes') }}
),

every_path as (
    select distinct
        metrics.solution_area,
        metrics.rule_version,
        metrics.path,
        {{ first_value_by('metrics.path', 'labels.display_order') }} over (
            partition by metrics.solution_area, metrics.rule_version
        ) as unknown_path
    from {{ ref('metrics') }} as metrics
    inner join {{ ref('path_labels') }} as labels using (path)
),

paths as (
    select
        classes.solution_area,
        classes.rule_version,
        classes.path,
        others.path as other_path,
        others.unknown_path
    from classes
    inner join every_path as others using (solution_area, rule_version)
    where others.path <> classes.path
),

asked as (
    select
        evaluations.evaluation_key,
        evaluations.usage_hypothesis,
        evaluations.partner_key,
        evaluations.partner_id,
        evaluations.as_of_month,
        evaluations.is_rule_in_force,
        evaluations.solution_area,
        evaluations.rule_version,
        evaluations.rules_hypothesis,
        paths.path,
        paths.other_path,
        paths.unknown_path
    from {{ ref('int_evaluations') }} as evaluations
    inner join paths using (solution_area, rule_version)
),

-- Classes go by the usage that the version's rules add up.
ends as (
    select distinct
        asked.evaluation_key,
        rules.basis_key,
        rules.part,
        ends.current_end_key as end_key
    from asked
    inner join {{ ref('int_asked_rules') }} as ends using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    where rules.counts = 'value'
),

unknown_usage as (
    select distinct ends.evaluation_key
    from ends
    inner join {{ ref('int_missing_datasets') }} as missing using (evaluation_key, part)
),

sums as (
    select
        ends.evaluation_key,
        coalesce(sum(measures.value), 0) as ttm_acr_usd
    from ends
    left join {{ ref('int_measures') }} as measures on ends.end_key = measures.end_key
    group by ends.evaluation_key
),

criteria as (
    select
        asked.evaluation_key,
        classes.measure,
        classes.lower,
        classes.lower_inclusive,
        classes.upper,
        classes.upper_inclusive,
        classes.segment_classes,
        unknown_usage.evaluation_key is not null as is_usage_unknown
    from asked
    inner join {{ ref('partner_classes') }} as classes using (solution_area, rule_version)
    left join unknown_usage on asked.evaluation_key = unknown_usage.evaluation_key
),

segment_classes as (
    select distinct
        segment_class,
        leaves_open
    from {{ ref('segment_names') }}
),

customers as (
    select
        criteria.evaluation_key,
        {%- set is_named = is_listed('classes.segment_class', 'criteria.segment_classes') %}
        count(case when {{ is_named }} then 1 end) as named_count,
        count(case when {{ is_named }} or not segment_classes.leaves_open then 1 end)
            as known_count,
        count(*) as customers_count
    from criteria
    inner join asked using (evaluation_key)
    inner join ends using (evaluation_key)
    inner join {{ ref('int_customer_classes') }} as classes
        on
            ends.basis_key = classes.basis_key
            and asked.usage_hypothesis = classes.hypothesis
            and asked.partner_key = classes.partner_key
            and asked.as_of_month = classes.usage_month
    left join segment_classes on classes.segment_class = segment_classes.segment_class
    where criteria.segment_classes is not null
    group by criteria.evaluation_key
),

-- True, false or, where what is unknown could turn it, null.
held as (
    select
        criteria.evaluation_key,
        case
            when criteria.is_usage_unknown then null
            when criteria.segment_classes is null
                then {{ within_bounds('sums.ttm_acr_usd', 'criteria.') }}
            when coalesce(customers.customers_count, 0) = 0 then false
            else
                case
                    when
                        {{ ratio_within_bounds(
                            'customers.named_count', 'customers.customers_count', 'criteria.'
                        ) }} = {{ ratio_within_bounds(
                            '(customers.named_count + customers.customers_count'
                            ~ ' - customers.known_count)',
                            'customers.customers_count',
                            'criteria.',
                        ) }}
                        then {{ ratio_within_bounds(
                            'customers.named_count', 'customers.customers_count', 'criteria.'
                        ) }}
                end
        end as is_held
    from criteria
    left join sums using (evaluation_key)
    left join customers using (evaluation_key)
),

computed as (
    select
        evaluation_key,
        bool_or(is_held = false) as is_other,
        bool_and(is_held is not null) as is_known
    from held
    group by evaluation_key
),

declared as (
    select
        asked.evaluation_key,
        tracks.path
    from asked
    inner join {{ ref('stg_partner_tracks') }} as tracks
        using (partner_id, as_of_month, solution_area)
    where asked.is_rule_in_force
)

select
    asked.evaluation_key,
    case
        when declared.path is not null then declared.path
        when computed.is_other then asked.other_path
        when computed.is_known then asked.path
        else asked.unknown_path
    end as path,
    case
        when declared.path is not null then 'declared'
        when computed.is_other or computed.is_known then 'computed'
        else 'unknown'
    end as class_basis,
    case
        when unknown_usage.evaluation_key is null and customers.known_count > 0
            then {{ share_pct('customers.named_count', 'customers.known_count') }}
    end as class_share_pct
from asked
inner join computed using (evaluation_key)
left join declared using (evaluation_key)
left join customers using (evaluation_key)
left join unknown_usage on asked.evaluation_key = unknown_usage.evaluation_key
