-- One row per set of associations in use and attribution (association, location) of
-- Microsoft 365 usage as the extracts spell it, with its rank: a subscription counts under the
-- one that ranks first.
with attributions as (
    select
        association_key,
        location_id,
    from {{ ref('int_evaluated_ems_usage') }}
    union
    select
        association_key,
        location_id,
    from {{ ref('int_evaluated_cpor_m365_usage') }}
),

association_sets as (
    select distinct
        association_set,
        name as association,
        name_rank,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365' and kind = 'association'
)

select
    association_sets.association_set,
    attributions.association_key,
    attributions.location_id,
    dense_rank() over (
        partition by association_sets.association_set
        order by association_sets.name_rank, coalesce(attributions.location_id, '')
    ) as attribution_rank,
from attributions
inner join {{ ref('int_association_names') }} as association_names using (association_key)
inner join association_sets using (association)
