-- One row per set of associations in use and attribution whose association is in it, with its rank
-- among those that one usage line may have: the set's first association, then the admin role, then
-- the smallest location id (decision 8).
with association_sets as (
    select
        set_key,
        name as association,
        min(name_rank) as name_rank
    from {{ ref('int_usage_basis_rows') }}
    where kind = 'association'
    group by set_key, name
)

select
    association_sets.set_key,
    attributions.attribution_key,
    dense_rank() over (
        partition by association_sets.set_key
        order by
            association_sets.name_rank,
            coalesce(
                admin_types.rank,
                (select max(ranks.rank) + 1 from {{ ref('admin_types') }} as ranks)
            ),
            coalesce({{ as_key('attributions.admin_type') }}, ''),
            coalesce(attributions.location_id, '')
    ) as attribution_rank
from {{ ref('int_attributions') }} as attributions
inner join association_sets using (association)
left join {{ ref('admin_types') }} as admin_types
    on {{ as_key('attributions.admin_type') }} = {{ as_key('admin_types.admin_type') }}
