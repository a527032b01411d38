-- One row per set of associations in use, repeated usage line and attribution of it that may count
-- in the set: the first by rank is kept, the others report the same usage once more (decision 8).
-- The one verdict on an attribution: scores, accounting and trace read it.
with attributions as (
    select distinct
        delivered_month_key,
        tenant_hash,
        line_key,
        attribution_key
    from {{ ref('int_repeated_lines') }}
)

select
    ranks.set_key,
    attributions.delivered_month_key,
    attributions.tenant_hash,
    attributions.line_key,
    attributions.attribution_key,
    ranks.attribution_rank,
    ranks.attribution_rank = min(ranks.attribution_rank) over (
        partition by
            ranks.set_key, attributions.delivered_month_key, attributions.tenant_hash,
            attributions.line_key
    ) as is_kept
from attributions
inner join {{ ref('int_attribution_ranks') }} as ranks using (attribution_key)
