-- One row per evaluation of the newest month, path, step, person and certificate that counts now
-- and ends within the months ahead: whether the person has no other certificate of the step.
with evaluations as (
    select
        reported.evaluation_key,
        reported.partner_id,
        reported.solution_area,
        reported.rule_version,
        history.snapshot_month,
        {{ month_end('reported.as_of_month') }} as counts_on,
        {{ month_end(add_months('reported.as_of_month', 'distances.months_ahead')) }}
            as last_day_ahead
    from {{ ref('int_explained_evaluations') }} as reported
    inner join {{ ref('int_evaluation_history') }} as history using (evaluation_key)
    inner join {{ ref('near_distances') }} as distances
        on reported.solution_area = distances.solution_area and distances.months_ahead is not null
    where reported.is_newest_month
),

accepted as (
    {{ skilling_certificates('evaluations', 'evaluation_key') }}
),

counting as (
    select
        accepted.evaluation_key,
        accepted.path,
        accepted.metric,
        accepted.step,
        accepted.person_key,
        accepted.certification,
        evaluations.last_day_ahead,
        case
            when bool_or(accepted.ends_on is null) then null
            else max(accepted.ends_on)
        end as ends_on
    from accepted
    inner join evaluations using (evaluation_key)
    where {{ certificate_counts('evaluations.counts_on') }}
    group by
        accepted.evaluation_key, accepted.path, accepted.metric, accepted.step,
        accepted.person_key, accepted.certification, evaluations.last_day_ahead
),

beside_others as (
    select
        *,
        count(*) over (partition by evaluation_key, path, metric, step, person_key)
            as certificates_count
    from counting
)

select
    dense_rank() over (order by evaluation_key, path, metric, person_key, certification)
        as outlook_key,
    evaluation_key,
    path,
    metric,
    step,
    person_key,
    certification,
    ends_on,
    certificates_count = 1 as is_only_one
from beside_others
where ends_on <= last_day_ahead
