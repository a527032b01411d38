-- One row per evaluation, path, step of the certifications metric and person with a
-- certificate of that step: whether the person counts in it. Where a rule asks for the same
-- person, that takes the steps it needs as well.
with evaluations as (
    select
        evaluations.evaluation_key,
        evaluations.partner_id,
        evaluations.solution_area,
        evaluations.rule_version,
        {{ month_end('evaluations.as_of_month') }} as counts_on,
        history.snapshot_month
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_evaluation_history') }} as history using (evaluation_key)
),

accepted as (
    {{ skilling_certificates('evaluations', 'evaluation_key') }}
),

certificates as (
    select
        accepted.*,
        {{ certificate_counts('evaluations.counts_on') }} as counts
    from accepted
    inner join evaluations using (evaluation_key)
),

holders as (
    {{ skilling_holders('certificates', 'evaluation_key') }}
)

{{ skilling_people('holders', ref('int_evaluations'), 'evaluation_key') }}
