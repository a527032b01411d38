-- EMSUsage and CPORM365Usage with every column, from seat_rows: one row per month, tenant,
-- subscription, location and association. Claims name workloads, subscriptions name SKUs.
create or replace table sku_workloads as
from (unpivot skus on aadp, intune, azip, aatp, mdo, mde into name workload value is_included)
select sku_no, workload
where is_included = 1
order by all;

create or replace view ems_usage as
select
    locations.pga_mpn_id as "PGAMpnId",
    seat_rows.is_duplicate as "IsDuplicateRowForPGA",
    made_guid('seats', seat_rows.tenant_no, seat_rows.subscription_no) as "SubscriptionId",
    subscriptions.started_on as "SubscriptionStartDate",
    null::varchar as "SubscriptionEndDate",
    'Active' as "SubscriptionStatus",
    months.month_text as "Month",
    skus.sku as "SKU",
    made_guid('sku', skus.sku_no, 0) as "SKUId",
    skus.free_vs_paid as "FreeVsPaidSKU",
    associations.sales_channel as "SalesModel",
    null::varchar as "DetailedSalesModel",
    tenants.customer_name as "CustomerName",
    tenants.tenant_id as "CustomerTenantId",
    tenants.customer_tpid as "CustomerTpid",
    tenants.segment as "CustomerSegment",
    locations.market as "CustomerMarket",
    locations.mpn_id as "MPNId",
    locations.partner_name as "PartnerName",
    locations.location_text as "PartnerLocation",
    associations.association as "PartnerAttachType",
    locations.hierarchy_level as "PartnerHierarchy",
    paid as "PaidAvailableUnits",
    active as "MonthlyActiveUsers",
    paid * skus.aadp as "AADPPaidAvailableUnits",
    paid * skus.intune as "IntunePaidAvailableUnits",
    paid * skus.azip as "AzipPaidAvailableUnits",
    paid * skus.aatp as "AATPPaidAvailableUnits",
    0 as "MCASPaidAvailableUnits",
    0 as "MIGPaidAvailableUnits",
    paid * skus.mdo as "MDOPaidAvailableUnits",
    paid * skus.mde as "MDEPaidAvailableUnits",
    active * skus.aadp as "AADPMonthlyActiveUsers",
    active * skus.intune as "IntuneMonthlyActiveUsers",
    active * skus.azip as "AzipMonthlyActiveUsers",
    active * skus.aatp as "AATPMonthlyActiveUsers",
    0 as "MCASMonthlyActiveUsers",
    0 as "MIGMonthlyActiveUsers",
    active * skus.mdo as "MDOMonthlyActiveUsers",
    active * skus.mde as "MDEMonthlyActiveUsers",
    null::varchar as "MDM",
    null::varchar as "MAM",
    null::varchar as "SSPR",
    null::varchar as "MFA",
    null::varchar as "SSO",
    tenants.tenant_name as "CustomerTenantName",
from seat_rows
inner join months on seat_rows.usage_month = months.usage_month
inner join tenants on seat_rows.tenant_no = tenants.tenant_no
inner join subscriptions
    on seat_rows.tenant_no = subscriptions.tenant_no and subscriptions.subscription_no = 3
inner join skus on seat_rows.sku_no = skus.sku_no
inner join locations on seat_rows.location_no = locations.location_no
inner join delivered_associations as associations
    on seat_rows.association_no = associations.association_no
where not seat_rows.is_claim;

create or replace view cpor_m365_usage as
select
    tenants.tenant_id as "CustomerTenantId",
    tenants.customer_name as "CustomerName",
    workloads.workload_name as "WorkloadName",
    active as "MonthlyActiveUsers",
    paid as "PaidAvailableUnits",
    'CLM' || lpad(seat_rows.tenant_no::varchar, 7, '0') as "ClaimId",
    locations.mpn_id as "MpnId",
    '2024-06-15' as "DateAssociated",
    associations.association as "PartnerAttributionType",
    months.month_text as "Date",
from seat_rows
inner join months on seat_rows.usage_month = months.usage_month
inner join tenants on seat_rows.tenant_no = tenants.tenant_no
inner join skus on seat_rows.sku_no = skus.sku_no
inner join sku_workloads on skus.sku_no = sku_workloads.sku_no
inner join delivered_workloads as workloads on sku_workloads.workload = workloads.workload
inner join locations on seat_rows.location_no = locations.location_no
inner join delivered_associations as associations
    on seat_rows.association_no = associations.association_no
where seat_rows.is_claim;
