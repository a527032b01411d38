with outlooks as (
    select
        ending.outlook_key,
        ending.evaluation_key,
        ending.path,
        ending.metric,
        ending.person_key,
        ending.certification,
        ending.ends_on,
        evaluations.solution_area,
        evaluations.rule_version,
        string_agg(cast(ending.step as varchar), ', ' order by ending.step) as steps,
        bool_or(ending.is_only_one) as is_only_certification
    from {{ ref('int_ending_certificates') }} as ending
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    group by
        ending.outlook_key, ending.evaluation_key, ending.path, ending.metric, ending.person_key,
        ending.certification, ending.ends_on, evaluations.solution_area, evaluations.rule_version
),

lost_steps as (
    select
        outlook_key,
        step
    from {{ ref('int_ending_certificates') }}
    where is_only_one
),

needs as (
    {{ needed_steps() }}
),

lost_people as (
    select
        outlooks.outlook_key,
        people.step,
        bool_or(people.step = lost_steps.step) as is_holder_lost,
        bool_or(people.counts) as is_person_lost
    from outlooks
    inner join lost_steps using (outlook_key)
    inner join {{ ref('int_skilling_people') }} as people
        using (evaluation_key, path, metric, person_key)
    left join needs
        on
            outlooks.solution_area = needs.solution_area
            and outlooks.rule_version = needs.rule_version
            and outlooks.path = needs.path
            and outlooks.metric = needs.metric
            and people.step = needs.step
            and lost_steps.step = needs.needed_step
            and needs.rules_hypothesis = 'reported'
            and needs.same_person = 'true'
    where people.step = lost_steps.step or needs.step is not null
    group by outlooks.outlook_key, people.step
),

counts as (
    select
        outlooks.outlook_key,
        parts.path,
        parts.metric,
        parts.step,
        parts.holders - case when lost.is_holder_lost then 1 else 0 end as holders,
        parts.eligible_people - case when lost.is_person_lost then 1 else 0 end as eligible_people
    from outlooks
    inner join {{ ref('int_skilling_parts') }} as parts using (evaluation_key, path, metric)
    left join lost_people as lost
        on outlooks.outlook_key = lost.outlook_key and parts.step = lost.step
),

parts as (
    {{ skilling_parts('counts', 'outlooks', 'outlook_key') }}
),

scores_without as (
    {{ skilling_scores('parts', 'outlooks', 'outlook_key') }}
)

select
    evaluations.partner_id,
    evaluations.as_of_month,
    evaluations.solution_area,
    evaluations.rule_version,
    outlooks.path,
    outlooks.metric,
    outlooks.person_key,
    outlooks.certification,
    outlooks.steps,
    outlooks.ends_on,
    case
        when outlooks.ends_on = certifications.counts_until then 'stops_counting'
        else 'expires'
    end as reason,
    cast({{ month_start('outlooks.ends_on + 1') }} as date) as first_month_without,
    outlooks.is_only_certification,
    cast(scores.points - scores_without.points as decimal(9, 4)) as points_at_stake,
    row_number() over (
        partition by
            outlooks.evaluation_key,
            outlooks.path,
            outlooks.metric,
            outlooks.person_key
        order by outlooks.ends_on, scores_without.points, outlooks.certification
    ) = 1 as is_next
from outlooks
inner join scores_without using (outlook_key, path, metric)
inner join {{ ref('int_metric_scores') }} as scores using (evaluation_key, path, metric)
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
inner join {{ ref('certifications') }} as certifications using (certification)
