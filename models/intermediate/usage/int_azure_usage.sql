-- One row per set of associations in use, partner, tenant, month, service and offer: each usage line counted once. Of the
-- attributions of a line the set's first association is kept, then the admin role, then the smallest location id;
-- amounts are not compared (decision 8).
with association_sets as (
    select distinct
        association_set,
        name as association,
        name_rank as association_rank,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'association'
),

attributions as (
    select
        association_sets.association_set,
        lines.partner_id,
        lines.tenant_id,
        lines.usage_month,
        lines.service,
        lines.offer,
        lines.line_key,
        lines.acr_usd,
        lpad(cast(association_sets.association_rank as varchar), 4, '0')
        || '|' || lpad(cast(coalesce(admin_types.rank, 9999) as varchar), 4, '0')
        || '|' || coalesce(lines.admin_type_key, '')
        || '|' || coalesce(lines.location_id, '') as attribution_order,
    from {{ ref('int_azure_lines') }} as lines
    inner join association_sets using (association)
    left join {{ ref('admin_types') }} as admin_types
        on lines.admin_type_key = {{ as_key('admin_types.admin_type') }}
),

lines_once as (
    select
        association_set,
        partner_id,
        tenant_id,
        usage_month,
        service,
        offer,
        line_key,
        {{ first_value_by('acr_usd', 'attribution_order') }} as acr_usd,
    from attributions
    group by association_set, partner_id, tenant_id, usage_month, service, offer, line_key
)

select
    lines_once.association_set,
    tenants.tenant_key,
    lines_once.partner_id,
    lines_once.usage_month,
    lines_once.service,
    lines_once.offer,
    cast(sum(lines_once.acr_usd) as decimal(28, 10)) as acr_usd,
from lines_once
inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_id)
group by all
