-- One row per evaluation, path, step of the certifications metric and person who holds a
-- certificate of that step: whether it counts on the last day of the as-of month, and until
-- when.
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
)

{{ skilling_holders('certificates', 'evaluation_key') }}
