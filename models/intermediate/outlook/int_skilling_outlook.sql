-- One row per pair of the newest month, path and day looked at: points of the certifications on
-- that day if the newest snapshot stays as it is and nothing is renewed. Days are the one of the
-- score, the newest completion in the snapshot (it moves faster than usage; a day beyond the month
-- in which the delivery is made is no completion), and the ends of the months ahead.
with pairs as (
    select
        reported.pair_key,
        reported.partner_id,
        reported.solution_area,
        reported.rule_version,
        reported.as_of_month,
        history.snapshot_month,
    from {{ ref('int_reported_pairs') }} as reported
    inner join {{ ref('int_pair_history') }} as history using (pair_key)
    where reported.is_newest_month
),

accepted_now as (
    {{ skilling_certificates('pairs', 'pair_key') }}
),

completions as (
    select
        accepted_now.pair_key,
        max(accepted_now.completed_on) as completed_on,
    from accepted_now
    inner join pairs using (pair_key)
    where accepted_now.completed_on <= {{ month_end(add_months('pairs.as_of_month', '1')) }}
    group by accepted_now.pair_key
),

months_ahead as (
    select
        distances.solution_area,
        numbers.months_back + 1 as months_ahead,
    from {{ ref('near_distances') }} as distances
    inner join
        {{ integer_series(
            '(select max(months_ahead) from ' ~ ref('near_distances') ~ ')'
        ) }} as numbers
        on numbers.months_back < distances.months_ahead
),

days as (
    select
        pairs.pair_key,
        'score' as outlook_basis,
        {{ month_end('pairs.as_of_month') }} as outlook_on,
    from pairs
    union all
    select
        pairs.pair_key,
        'newest_snapshot' as outlook_basis,
        greatest({{ month_end('pairs.as_of_month') }}, completions.completed_on) as outlook_on,
    from pairs
    left join completions using (pair_key)
    union all
    select
        pairs.pair_key,
        'month_end' as outlook_basis,
        {{ month_end(add_months('pairs.as_of_month', 'months_ahead.months_ahead')) }} as outlook_on,
    from pairs
    inner join months_ahead using (solution_area)
),

evaluations as (
    select
        row_number() over (
            order by days.pair_key, days.outlook_basis, days.outlook_on
        ) as evaluation_key,
        pairs.*,
        days.outlook_basis,
        days.outlook_on,
    from days
    inner join pairs using (pair_key)
),

accepted as (
    {{ skilling_certificates('evaluations', 'evaluation_key') }}
),

certificates as (
    select
        accepted.*,
        {{ certificate_counts('evaluations.outlook_on') }} as counts,
    from accepted
    inner join evaluations using (evaluation_key)
),

holders as (
    {{ skilling_holders('certificates', 'evaluation_key') }}
),

people as (
    {{ skilling_people('holders', 'evaluations', 'evaluation_key') }}
),

counts as (
    {{ skilling_counts('people', 'evaluation_key') }}
),

parts as (
    {{ skilling_parts('counts', 'evaluations', 'evaluation_key') }}
),

scores as (
    {{ skilling_scores('parts', 'evaluations', 'evaluation_key') }}
)

select
    evaluations.pair_key,
    scores.path,
    scores.metric,
    evaluations.outlook_basis,
    evaluations.outlook_on,
    scores.counted_units,
    scores.points,
    {{ metric_status('scores') }} as status,
from scores
inner join evaluations using (evaluation_key)
