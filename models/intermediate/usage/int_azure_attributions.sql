-- One row per set of associations in use and attribution (association, admin role, location) as
-- AzureUsage spells it, with its rank among those that one usage line may have: the set's first
-- association, then the admin role, then the smallest location id (decision 8).
with attributions as (
    select distinct
        partner_attribution_type,
        admin_type,
        mpn_id,
    from {{ ref('int_evaluated_azure_usage') }}
),

association_sets as (
    select distinct
        association_set,
        name as association,
        name_rank,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'association'
),

association_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        association,
    from {{ ref('association_names') }}
)

select
    association_sets.association_set,
    attributions.partner_attribution_type,
    attributions.admin_type,
    attributions.mpn_id,
    dense_rank() over (
        partition by association_sets.association_set
        order by
            association_sets.name_rank,
            coalesce(
                admin_types.rank,
                (select max(ranks.rank) + 1, from {{ ref('admin_types') }} as ranks)
            ),
            coalesce({{ as_key('attributions.admin_type') }}, ''),
            coalesce({{ as_text('attributions.mpn_id') }}, '')
    ) as attribution_rank,
from attributions
inner join association_names
    on {{ as_key('attributions.partner_attribution_type') }} = association_names.alias_key
inner join association_sets using (association)
left join {{ ref('admin_types') }} as admin_types
    on {{ as_key('attributions.admin_type') }} = {{ as_key('admin_types.admin_type') }}
