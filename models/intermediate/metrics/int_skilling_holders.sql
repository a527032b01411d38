-- One row per scored pair, path, step of the certifications metric and person who holds a
-- certificate of that step: whether it counts on the last day of the as-of month, and until
-- when.
with pairs as (
    select
        pairs.pair_key,
        pairs.partner_id,
        pairs.solution_area,
        pairs.rule_version,
        {{ month_end('pairs.as_of_month') }} as counts_on,
        history.snapshot_month,
    from {{ ref('int_evaluated_pairs') }} as pairs
    inner join {{ ref('int_pair_history') }} as history using (pair_key)
),

titles as (
    select distinct
        {{ certificate_title_key('alias') }} as title_key,
        certification,
    from {{ ref('certification_titles') }}
),

certificates as (
    select
        pairs.pair_key,
        steps.path,
        steps.metric,
        steps.step,
        training.person_key,
        titles.certification,
        training.completed_on <= pairs.counts_on
        and coalesce(training.expires_on >= pairs.counts_on, true)
        and coalesce(certifications.counts_until >= pairs.counts_on, true) as counts,
        least(training.expires_on, certifications.counts_until) as counts_until,
    from pairs
    inner join {{ ref('stg_training_completions') }} as training
        on
            pairs.partner_id = training.partner_id
            and pairs.snapshot_month = training.as_of_month
    inner join titles using (title_key)
    inner join {{ ref('certifications') }} as certifications using (certification)
    inner join {{ ref('step_certifications') }} as steps
        on
            pairs.solution_area = steps.solution_area
            and pairs.rule_version = steps.rule_version
            and titles.certification = steps.certification
    where training.person_key is not null
)

select
    pair_key,
    path,
    metric,
    step,
    person_key,
    string_agg(distinct certification, ', ' order by certification) as certifications,
    bool_or(counts) as is_holder,
    case
        when bool_or(counts and counts_until is null) then null
        when bool_or(counts) then max(case when counts then counts_until end)
        else max(counts_until)
    end as counts_until,
from certificates
group by pair_key, path, metric, step, person_key
