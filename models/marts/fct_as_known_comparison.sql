-- Empty but in a build of what was known at a delivery (AS_KNOWN): this build is the one side, the
-- current release the other. Where there is none to compare with, the columns of now are null.
{% set is_as_known = 'true' if execute and env_var('AS_KNOWN', '') else 'false' %}
{% set is_compared = 'true' if current_release() else 'false' %}

with as_known as (
    select
        scores.*,
        totals.qualifies
    from {{ ref('fct_metric_scores') }} as scores
    inner join {{ ref('fct_designation_scores') }} as totals
        using (partner_id, as_of_month, solution_area, rule_version, path)
    where scores.is_rule_in_force
),

newest as (
    select max(as_of_month) as as_of_month
    from as_known
),

now as (
    select
        scores.*,
        totals.qualifies
    from {{ released('fct_metric_scores') }} as scores
    inner join {{ released('fct_designation_scores') }} as totals
        using (partner_id, as_of_month, solution_area, rule_version, path)
    inner join newest on scores.as_of_month <= newest.as_of_month
    where {{ is_compared }} and scores.is_rule_in_force
),

-- Everything behind a score in one text, which differs when any of it does.
{% for side, deliveries in [
    ('as_known', ref('fct_score_deliveries')), ('now', released('fct_score_deliveries')),
] %}
    deliveries_{{ side }} as (
        select
            partner_id,
            as_of_month,
            solution_area,
            rule_version,
            is_skilling,
            string_agg(
                concat_ws(' ', dataset, delivery, first_month, last_month, months_count),
                ', ' order by dataset, delivery
            ) as deliveries
        from {{ deliveries }}
        group by partner_id, as_of_month, solution_area, rule_version, is_skilling
    ),

{% endfor %}
scores as (
    select
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        path,
        metric,
        as_known.partner_id is not null as is_known,
        now.partner_id is not null as is_now,
        as_known.points as points_as_known,
        now.points as points_now,
        as_known.counted_units as counted_units_as_known,
        now.counted_units as counted_units_now,
        as_known.qualifies as qualifies_as_known,
        now.qualifies as qualifies_now
    from as_known
    full outer join now using (partner_id, as_of_month, solution_area, rule_version, path, metric)
)

select
    scores.partner_id,
    scores.as_of_month,
    scores.solution_area,
    scores.rule_version,
    scores.path,
    scores.metric,
    case
        when not {{ is_compared }} then 'not_compared'
        when not scores.is_now then 'only_as_known'
        when not scores.is_known then 'only_now'
        when
            scores.points_as_known = scores.points_now
            and scores.counted_units_as_known = scores.counted_units_now
            then 'same'
        else 'changed'
    end as status,
    scores.points_as_known,
    scores.points_now,
    cast(scores.points_now - scores.points_as_known as decimal(9, 4)) as points_change,
    scores.counted_units_as_known,
    scores.counted_units_now,
    cast(scores.counted_units_now - scores.counted_units_as_known as decimal(28, 10))
        as counted_units_change,
    scores.qualifies_as_known,
    scores.qualifies_now,
    case
        when {{ is_compared }}
            then
                coalesce(deliveries_as_known.deliveries, '')
                <> coalesce(deliveries_now.deliveries, '')
    end as has_other_deliveries,
    nullif({{ dbt.string_literal(current_release().split('/')[-1]) }}, '') as current_version
from scores
inner join {{ ref('dim_metric') }} as dim_metric using (metric)
left join deliveries_as_known
    on
        scores.partner_id = deliveries_as_known.partner_id
        and scores.as_of_month = deliveries_as_known.as_of_month
        and scores.solution_area = deliveries_as_known.solution_area
        and scores.rule_version = deliveries_as_known.rule_version
        and dim_metric.is_skilling = deliveries_as_known.is_skilling
left join deliveries_now
    on
        scores.partner_id = deliveries_now.partner_id
        and scores.as_of_month = deliveries_now.as_of_month
        and scores.solution_area = deliveries_now.solution_area
        and scores.rule_version = deliveries_now.rule_version
        and dim_metric.is_skilling = deliveries_now.is_skilling
where {{ is_as_known }}
