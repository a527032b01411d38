-- The floor, second: the licences of every month, and the customer of each tenant.

-- Microsoft 365: a row of a subscription has paid and active licences of six workloads.
set variable workloads = [
    'Microsoft Entra ID P1', 'Microsoft Intune', 'Microsoft Purview Information Protection',
    'Microsoft Defender for Identity', 'Microsoft Defender for Office 365',
    'Microsoft Defender for Endpoint',
];

create temp table ems_rows as
select
    rows.record,
    rows."PGAMpnId"::bigint as partner_id,
    try_cast(rows."CustomerTenantId" as uuid) as tenant_id,
    rows."Month"::date as usage_month,
    hash(
        rows."PGAMpnId", rows."CustomerTenantId", rows."Month", lower(rows."SubscriptionId")
    ) as line,
    rows."FreeVsPaidSKU" = 'Paid' as is_paid,
    association_names.association::association as association,
    rows."MPNId"::bigint as location_id,
    rows."CustomerTpid" as customer_tpid,
    [
        rows."AADPPaidAvailableUnits", rows."IntunePaidAvailableUnits",
        rows."AzipPaidAvailableUnits", rows."AATPPaidAvailableUnits",
        rows."MDOPaidAvailableUnits", rows."MDEPaidAvailableUnits",
    ]::bigint[] as paid,
    [
        rows."AADPMonthlyActiveUsers", rows."IntuneMonthlyActiveUsers",
        rows."AzipMonthlyActiveUsers", rows."AATPMonthlyActiveUsers",
        rows."MDOMonthlyActiveUsers", rows."MDEMonthlyActiveUsers",
    ]::bigint[] as active,
from (select *, row_number() over () as record from ems_file) as rows
left join association_names on lower(rows."PartnerAttachType") = association_names.alias;

create temp table cpor_rows as
select
    rows.record,
    profile."PGAMpnId"::bigint as partner_id,
    try_cast(rows."CustomerTenantId" as uuid) as tenant_id,
    rows."Date"::date as usage_month,
    workload_names.workload::product as product,
    association_names.association::association as association,
    rows."MpnId"::bigint as location_id,
    rows."PaidAvailableUnits"::bigint as paid,
    rows."MonthlyActiveUsers"::bigint as active,
from (select *, row_number() over () as record from cpor_file) as rows
left join profile_file as profile on rows."MpnId" = profile."MPNId"
left join workload_names on lower(rows."WorkloadName") = workload_names.alias
left join association_names on lower(rows."PartnerAttributionType") = association_names.alias;

-- Which months each extract covers, and which partners it names.
create temp table extracts as
select
    part,
    min(usage_month) as first_month,
    max(usage_month) as last_month,
    list(distinct partner_id) as partners,
from (
    select 'azure' as part, 'azure' as extract, partner_id, usage_month
    from azure_rows
    union all
    select 'm365', 'ems', partner_id, usage_month
    from ems_rows
    union all
    select 'm365', 'cpor', partner_id, usage_month
    from cpor_rows
)
group by part, extract;

-- From here on nothing tells rows by their order, and most rows of the largest extract are done.
set preserve_insertion_order = false;
drop table azure_rows;

-- A subscription counts once in each set of associations: under its first attribution there.
create temp table ems_verdicts as
select
    sets.association_set,
    rows.line,
    min(sets.rank * 1000000000000 + rows.location_id) as first_place,
from ems_rows as rows
inner join set_associations as sets on sets.part = 'm365' and rows.association = sets.association
where rows.is_paid and rows.tenant_id is not null
group by sets.association_set, rows.line;

-- Licences of a workload: subscriptions add up, of several claims the largest counts, and what
-- subscriptions and claims tell of are the same licences, so again the larger one counts. Of
-- active users always the largest.
create temp table seat_months as
with subscriptions as (
    select
        sets.association_set,
        rows.partner_id,
        rows.tenant_id,
        rows.usage_month,
        unnest(getvariable('workloads'))::product as product,
        unnest([
            sum(paid[1]), sum(paid[2]), sum(paid[3]), sum(paid[4]), sum(paid[5]), sum(paid[6]),
        ]) as paid,
        unnest([
            max(active[1]), max(active[2]), max(active[3]), max(active[4]), max(active[5]),
            max(active[6]),
        ]) as active,
    from ems_rows as rows
    inner join set_associations as sets
        on sets.part = 'm365' and rows.association = sets.association
    inner join ems_verdicts as verdicts
        on
            sets.association_set = verdicts.association_set
            and rows.line = verdicts.line
            and sets.rank * 1000000000000 + rows.location_id = verdicts.first_place
    where rows.is_paid
    group by sets.association_set, rows.partner_id, rows.tenant_id, rows.usage_month
),

claims as (
    select
        sets.association_set,
        rows.partner_id,
        rows.tenant_id,
        rows.usage_month,
        rows.product,
        max(rows.paid) as paid,
        max(rows.active) as active,
    from cpor_rows as rows
    inner join set_associations as sets
        on sets.part = 'm365' and rows.association = sets.association
    where rows.partner_id is not null and rows.tenant_id is not null
    group by all
)

select
    products.usage_basis,
    seats.partner_id,
    seats.tenant_id,
    seats.usage_month,
    seats.product,
    coalesce(max(seats.paid), 0)::bigint as paid,
    coalesce(max(seats.active), 0) as active,
from (
    select * from subscriptions
    union all
    select * from claims
) as seats
inner join basis_products as products
    on
        products.part = 'm365'
        and seats.association_set = products.association_set
        and seats.product = products.product
where seats.paid is not null or seats.active is not null
group by all;

create temp table seats_seen as
select
    partner_id,
    tenant_id,
    usage_month,
    max(customer_tpid) as customer_tpid,
from (
    select partner_id, tenant_id, usage_month, customer_tpid
    from ems_rows
    union all
    select partner_id, tenant_id, usage_month, null
    from cpor_rows
)
where partner_id is not null and tenant_id is not null
group by partner_id, tenant_id, usage_month;

-- The customer of a tenant: the newest that any row gives it, of several the largest text.
create temp table customers as
select
    tenant_id,
    coalesce(
        arg_max(lower(customer_tpid), usage_month::varchar || ' ' || lower(customer_tpid)),
        tenant_id::varchar
    ) as customer_id,
from (
    from azure_seen
    union all
    from seats_seen
)
group by tenant_id;
