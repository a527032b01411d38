-- One row per scored pair, path and step of the certifications metric, also where nobody holds
-- it: people who hold the step, people who count in it, and whether the steps it needs are met.
with counts as (
    {{ skilling_counts(ref('int_skilling_people'), 'pair_key') }}
),

parts as (
    {{ skilling_parts('counts', ref('int_evaluated_pairs'), 'pair_key') }}
)

select *, from parts
