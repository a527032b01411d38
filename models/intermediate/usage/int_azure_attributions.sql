-- One row per set of associations in use and attribution (association, admin role, location) as
-- AzureUsage spells it, with its rank among those that one usage line may have: the set's first
-- association, then the admin role, then the smallest location id (decision 8).
with association_sets as (
    select distinct
        association_set,
        name as association,
        name_rank,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'association'
)

select
    association_sets.association_set,
    attributed.attribution_key,
    attributed.association,
    attributed.admin_type,
    attributed.location_id,
    dense_rank() over (
        partition by association_sets.association_set
        order by
            association_sets.name_rank,
            coalesce(
                admin_types.rank,
                (select max(ranks.rank) + 1, from {{ ref('admin_types') }} as ranks)
            ),
            coalesce({{ as_key('attributed.admin_type') }}, ''),
            coalesce(attributed.location_id, '')
    ) as attribution_rank,
from {{ ref('int_azure_attributed') }} as attributed
inner join association_sets using (association)
left join {{ ref('admin_types') }} as admin_types
    on {{ as_key('attributed.admin_type') }} = {{ as_key('admin_types.admin_type') }}
