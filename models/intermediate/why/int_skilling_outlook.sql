-- One row per evaluation of the newest month, path and day looked at: points of the
-- certifications on that day if the newest snapshot stays as it is and nothing is renewed. Days
-- are the one of the score, the newest completion in the snapshot (it moves faster than usage; a
-- day beyond the month in which the delivery is made is no completion), and the ends of the
-- months ahead.
with evaluations as (
    select
        reported.evaluation_key,
        reported.partner_id,
        reported.solution_area,
        reported.rule_version,
        'reported' as rules_hypothesis,
        reported.as_of_month,
        history.snapshot_month
    from {{ ref('int_explained_evaluations') }} as reported
    inner join {{ ref('int_evaluation_history') }} as history using (evaluation_key)
    where reported.is_newest_month
),

accepted_now as (
    {{ skilling_certificates('evaluations', 'evaluation_key') }}
),

completions as (
    select
        accepted_now.evaluation_key,
        max(accepted_now.completed_on) as completed_on
    from accepted_now
    inner join evaluations using (evaluation_key)
    where accepted_now.completed_on <= {{ month_end(add_months('evaluations.as_of_month', '1')) }}
    group by accepted_now.evaluation_key
),

months_ahead as (
    select
        distances.solution_area,
        numbers.months_back + 1 as months_ahead
    from {{ ref('near_distances') }} as distances
    inner join
        {{ integer_series(
            '(select max(months_ahead) from ' ~ ref('near_distances') ~ ')'
        ) }} as numbers
        on numbers.months_back < distances.months_ahead
),

days as (
    select
        evaluations.evaluation_key,
        'score' as outlook_basis,
        {{ month_end('evaluations.as_of_month') }} as outlook_on
    from evaluations
    union all
    select
        evaluations.evaluation_key,
        'newest_snapshot' as outlook_basis,
        greatest({{ month_end('evaluations.as_of_month') }}, completions.completed_on) as outlook_on
    from evaluations
    left join completions using (evaluation_key)
    union all
    select
        evaluations.evaluation_key,
        'month_end' as outlook_basis,
        {{ month_end(add_months('evaluations.as_of_month', 'months_ahead.months_ahead')) }}
            as outlook_on
    from evaluations
    inner join months_ahead using (solution_area)
),

outlooks as (
    select
        row_number() over (
            order by days.evaluation_key, days.outlook_basis, days.outlook_on
        ) as outlook_key,
        evaluations.*,
        days.outlook_basis,
        days.outlook_on
    from days
    inner join evaluations using (evaluation_key)
),

accepted as (
    {{ skilling_certificates('outlooks', 'outlook_key') }}
),

certificates as (
    select
        accepted.*,
        {{ certificate_counts('outlooks.outlook_on') }} as counts
    from accepted
    inner join outlooks using (outlook_key)
),

holders as (
    {{ skilling_holders('certificates', 'outlook_key') }}
),

people as (
    {{ skilling_people('holders', 'outlooks', 'outlook_key') }}
),

counts as (
    {{ skilling_counts('people', 'outlook_key') }}
),

parts as (
    {{ skilling_parts('counts', 'outlooks', 'outlook_key') }}
),

scores as (
    {{ skilling_scores('parts', 'outlooks', 'outlook_key') }}
)

select
    outlooks.evaluation_key,
    scores.path,
    scores.metric,
    outlooks.outlook_basis,
    outlooks.outlook_on,
    scores.counted_units,
    scores.points,
    {{ metric_status('scores') }} as status
from scores
inner join outlooks using (outlook_key)
