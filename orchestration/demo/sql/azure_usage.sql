-- AzureUsage with every column of the API, from azure_rows: one row per row of the file
-- (month, tenant, subscription, service, location, association, offer, units, amount).
create or replace view azure_usage as
select
    locations.pga_mpn_id as "PGAMpnId",
    subscriptions.subscription_id as "SubscriptionId",
    subscriptions.started_on as "SubscriptionStartDate",
    null::varchar as "SubscriptionEndDate",
    null::varchar as "FirstUseDate",
    'Active' as "SubscriptionState",
    months.month_text as "Month",
    services.level1 as "ServiceLevel1",
    services.level2 as "ServiceLevel2",
    services.level3 as "ServiceLevel3",
    services.level4 as "ServiceLevel4",
    services.influencer as "ServiceInfluencer",
    services.group2 as "ServiceGroup2",
    services.group3 as "ServiceGroup3",
    services.compute_os as "ComputeOS",
    null::varchar as "ComputeOSAttribute",
    azure_rows.core_software as "ComputeCoreSoftware",
    services.usage_units as "UsageUnits",
    azure_rows.usage_quantity as "UsageQuantity",
    tenants.customer_name as "CustomerName",
    tenants.tenant_id as "CustomerTenantId",
    tenants.tenant_name as "CustomerTenantName",
    tenants.customer_tpid as "CustomerTpid",
    tenants.segment as "CustomerSegment",
    locations.market as "CustomerMarket",
    locations.mpn_id as "MPNId",
    locations.partner_name as "PartnerName",
    locations.location_text as "PartnerLocation",
    associations.association as "PartnerAttributionType",
    associations.sales_channel as "SalesChannel",
    null::varchar as "EnrollmentNumber",
    azure_rows.is_duplicate as "IsACRDuplicateAtPGALevel",
    null::varchar as "ResellerID",
    null::varchar as "ResellerName",
    tenants.industry as "IndustryName",
    null::varchar as "VerticalName",
    azure_rows.admin_type as "AdminType",
    null::varchar as "MonthlySubscriptionLevelACR",
    null::varchar as "PartnerOneSubID",
    null::varchar as "PartnerOneSubCountry",
    null::varchar as "ParticipantPublicCustomerNumber",
    null::varchar as "PCNSubsidiaryName",
    null::varchar as "PCNPartnerName",
    '0' as "IsDuplicateAtMpnLevel",
    azure_rows.is_duplicate as "IsDuplicateAtPgaAttributionTypeLevel",
    azure_rows.offer as "AI_OfferType",
    null::varchar as "EOU",
    '1' as "SubscriptionCount",
    azure_rows.acr_usd as "ACR_USD",
    '1' as "CustomerCount",
    '1' as "CustomerTenantCount",
from azure_rows
inner join months on azure_rows.usage_month = months.usage_month
inner join tenants on azure_rows.tenant_no = tenants.tenant_no
inner join subscriptions
    on azure_rows.tenant_no = subscriptions.tenant_no
    and azure_rows.subscription_no = subscriptions.subscription_no
inner join delivered_services as services on azure_rows.service_no = services.service_no
inner join locations on azure_rows.location_no = locations.location_no
inner join delivered_associations as associations
    on azure_rows.association_no = associations.association_no;
