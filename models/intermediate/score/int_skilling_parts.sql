-- One row per evaluation, path and step of the certifications metric, also where nobody
-- holds it: people who hold the step, people who count in it, and whether the steps it needs are
-- met.
with counts as (
    {{ skilling_counts(ref('int_skilling_people'), 'evaluation_key') }}
),

parts as (
    {{ skilling_parts('counts', ref('int_evaluations'), 'evaluation_key') }}
)

select * from parts
