with evaluations as (
    select
        ending.evaluation_key,
        ending.pair_key,
        ending.path,
        ending.metric,
        ending.person_key,
        ending.certification,
        ending.ends_on,
        pairs.solution_area,
        pairs.rule_version,
        string_agg(cast(ending.step as varchar), ', ' order by ending.step) as steps,
        bool_or(ending.is_only_one) as is_only_certification,
    from {{ ref('int_ending_certificates') }} as ending
    inner join {{ ref('int_reported_pairs') }} as pairs using (pair_key)
    group by all
),

lost_steps as (
    select
        evaluation_key,
        step,
    from {{ ref('int_ending_certificates') }}
    where is_only_one
),

needs as (
    {{ needed_steps() }}
),

lost_people as (
    select
        evaluations.evaluation_key,
        people.step,
        bool_or(people.step = lost_steps.step) as is_holder_lost,
        bool_or(people.counts) as is_person_lost,
    from evaluations
    inner join lost_steps using (evaluation_key)
    inner join {{ ref('int_skilling_people') }} as people
        using (pair_key, path, metric, person_key)
    left join needs
        on
            evaluations.solution_area = needs.solution_area
            and evaluations.rule_version = needs.rule_version
            and evaluations.path = needs.path
            and evaluations.metric = needs.metric
            and people.step = needs.step
            and lost_steps.step = needs.needed_step
            and needs.same_person
    where people.step = lost_steps.step or needs.step is not null
    group by evaluations.evaluation_key, people.step
),

counts as (
    select
        evaluations.evaluation_key,
        parts.path,
        parts.metric,
        parts.step,
        parts.holders - case when lost.is_holder_lost then 1 else 0 end as holders,
        parts.eligible_people - case when lost.is_person_lost then 1 else 0 end as eligible_people,
    from evaluations
    inner join {{ ref('int_skilling_parts') }} as parts using (pair_key, path, metric)
    left join lost_people as lost
        on evaluations.evaluation_key = lost.evaluation_key and parts.step = lost.step
),

parts as (
    {{ skilling_parts('counts', 'evaluations', 'evaluation_key') }}
),

scores_without as (
    {{ skilling_scores('parts', 'evaluations', 'evaluation_key') }}
)

select
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    evaluations.path,
    evaluations.metric,
    evaluations.person_key,
    evaluations.certification,
    evaluations.steps,
    evaluations.ends_on,
    case
        when evaluations.ends_on = certifications.counts_until then 'stops_counting'
        else 'expires'
    end as reason,
    cast({{ month_start('evaluations.ends_on + 1') }} as date) as first_month_without,
    evaluations.is_only_certification,
    cast(scores.points - scores_without.points as decimal(9, 4)) as points_at_stake,
    row_number() over (
        partition by
            evaluations.pair_key,
            evaluations.path,
            evaluations.metric,
            evaluations.person_key
        order by evaluations.ends_on, scores_without.points, evaluations.certification
    ) = 1 as is_next,
from evaluations
inner join scores_without using (evaluation_key, path, metric)
inner join {{ ref('int_metric_scores') }} as scores using (pair_key, path, metric)
inner join {{ ref('int_reported_pairs') }} as pairs using (pair_key)
inner join {{ ref('certifications') }} as certifications using (certification)
