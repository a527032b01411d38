-- One row per partner, dataset, kind and name of Microsoft 365 usage that earns nothing for the
-- name it bears.
with association_names as (
    select distinct
        {{ as_key('alias') }} as association_key,
        association,
    from {{ ref('association_names') }}
),

eligible_associations as (
    select distinct name as association,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365' and kind = 'association'
),

workload_names as (
    select distinct {{ as_key('alias') }} as workload_key,
    from {{ ref('workload_names') }}
),

usage as (
    select
        partner_id,
        'EMSUsage' as dataset,
        association_key,
        null as workload_key,
        is_paid_sku,
        tenant_id is null as has_no_tenant,
        count(*) as records_count,
    from {{ ref('stg_ems_usage') }}
    group by all
    union all
    select
        partner_id,
        'CPORM365Usage' as dataset,
        association_key,
        workload_key,
        true as is_paid_sku,
        tenant_id is null as has_no_tenant,
        count(*) as records_count,
    from {{ ref('stg_cpor_m365_usage') }}
    group by all
),

kinds as (
    select
        usage.partner_id,
        usage.dataset,
        usage.records_count,
        case
            when association_names.association is null then 'unknown association'
            when eligible_associations.association is null then 'association that earns nothing'
            when usage.workload_key is not null and workload_names.workload_key is null
                then 'unknown workload'
            when not usage.is_paid_sku then 'free SKU'
            when usage.has_no_tenant then 'no tenant'
        end as kind,
        case
            when association_names.association is null
                then coalesce(usage.association_key, '(empty)')
            when eligible_associations.association is null then association_names.association
            when usage.workload_key is not null and workload_names.workload_key is null
                then usage.workload_key
            else '(all)'
        end as name,
    from usage
    left join association_names using (association_key)
    left join eligible_associations using (association)
    left join workload_names using (workload_key)
),

unknown_locations as (
    select
        named.partner_text as partner_id,
        files.dataset,
        'location that no Profile names' as kind,
        named.partner_text as name,
        named.records_count,
    from {{ source('raw', 'file_partners') }} as named
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
    left join {{ ref('stg_partner_locations') }} as locations
        on named.partner_text = locations.location_id
    where named.id_kind = 'mpn' and locations.location_id is null
)

select
    partner_id,
    dataset,
    kind,
    name,
    sum(records_count) as records_count,
from kinds
where kind is not null
group by partner_id, dataset, kind, name
union all
select
    partner_id,
    dataset,
    kind,
    name,
    sum(records_count) as records_count,
from unknown_locations
group by partner_id, dataset, kind, name
