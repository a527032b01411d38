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

accepted as (
    {{ skilling_certificates('pairs', 'pair_key') }}
),

certificates as (
    select
        accepted.*,
        {{ certificate_counts('pairs.counts_on') }} as counts,
    from accepted
    inner join pairs using (pair_key)
)

{{ skilling_holders('certificates', 'pair_key') }}
