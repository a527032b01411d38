-- One row per set of associations in use, tenant, workload and month: paid and active licences. Seats of EMSUsage add up
-- over the tenant's subscriptions, each counted under one attribution; active users are the largest figure, never a sum;
-- seats that CPORM365Usage reports are the same seats, so the larger figure stands (decisions 6 and 7).
with association_sets as (
    select distinct
        association_set,
        name as association,
        name_rank as association_rank,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365' and kind = 'association'
),

association_names as (
    select distinct
        {{ as_key('alias') }} as association_key,
        association,
    from {{ ref('association_names') }}
),

workload_names as (
    select distinct
        {{ as_key('alias') }} as workload_key,
        workload,
    from {{ ref('workload_names') }}
),

subscription_attributions as (
    select
        association_sets.association_set,
        usage.partner_id,
        usage.tenant_id,
        usage.subscription_id,
        usage.usage_month,
        workload_names.workload,
        lpad(cast(association_sets.association_rank as varchar), 4, '0')
        || '|' || coalesce(usage.location_id, '') as attribution_order,
        sum(usage.paid_count) as paid_count,
        max(usage.active_count) as active_count,
    from {{ ref('stg_ems_usage') }} as usage
    inner join association_names using (association_key)
    inner join association_sets using (association)
    inner join workload_names on usage.workload_name = workload_names.workload_key
    where usage.is_paid_sku and usage.tenant_id is not null
    group by all
),

first_attributions as (
    select
        association_set,
        partner_id,
        tenant_id,
        subscription_id,
        usage_month,
        min(attribution_order) as attribution_order,
    from subscription_attributions
    group by association_set, partner_id, tenant_id, subscription_id, usage_month
),

ems_seats as (
    select
        kept.association_set,
        kept.partner_id,
        kept.tenant_id,
        kept.workload,
        kept.usage_month,
        sum(kept.paid_count) as paid_count,
        max(kept.active_count) as active_count,
    from subscription_attributions as kept
    inner join first_attributions as firsts
        on
            kept.association_set = firsts.association_set
            and kept.partner_id = firsts.partner_id
            and kept.tenant_id = firsts.tenant_id
            and kept.subscription_id is not distinct from firsts.subscription_id
            and kept.usage_month = firsts.usage_month
            and kept.attribution_order = firsts.attribution_order
    group by kept.association_set, kept.partner_id, kept.tenant_id, kept.workload, kept.usage_month
),

claimed_seats as (
    select
        association_sets.association_set,
        usage.partner_id,
        usage.tenant_id,
        workload_names.workload,
        usage.usage_month,
        max(usage.paid_count) as paid_count,
        max(usage.active_count) as active_count,
    from {{ ref('stg_cpor_m365_usage') }} as usage
    inner join association_names using (association_key)
    inner join association_sets using (association)
    inner join workload_names using (workload_key)
    where usage.tenant_id is not null
    group by all
),

seats as (
    select * from ems_seats
    union all
    select * from claimed_seats
)

select
    seats.association_set,
    tenants.tenant_key,
    seats.partner_id,
    seats.workload,
    seats.usage_month,
    cast(max(seats.paid_count) as decimal(28, 10)) as paid_count,
    cast(max(seats.active_count) as decimal(28, 10)) as active_count,
from seats
inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_id)
group by seats.association_set, tenants.tenant_key, seats.partner_id, seats.workload, seats.usage_month
