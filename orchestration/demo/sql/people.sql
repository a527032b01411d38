-- Training completions and the small datasets, as the day of the snapshot knew them.
-- Leavers vanish from the snapshot altogether; nobody is named.
create or replace view training_completions as
select
    locations.pga_mpn_id as "PGAMpnId",
    'ACT' || lpad(draw('activity', 0, completions.certification, 99999)::varchar, 5, '0')
        as "TrainingActivityId",
    titles.training_title as "TrainingTitle",
    titles.training_type as "TrainingType",
    'Person' as "IndividualFirstName",
    lpad(person_no::varchar, 3, '0') as "IndividualLastName",
    'person' || lpad(person_no::varchar, 3, '0') || '@example.com' as "Email",
    'Person' || lpad(person_no::varchar, 3, '0') || '@example.com' as "CorpEmail",
    format_date(completions.completed_on) as "TrainingCompletionDate",
    coalesce(format_date(completions.expires_on), 'NA') as "ExpirationDate",
    'Active' as "ActivationStatus",
    months.month_text as "Month",
    '1' as "IcMCP",
    -- A few people are known by their e-mail alone.
    if(person_no % 17 = 0, null, (88000000 + person_no)::varchar) as "MCPID",
    locations.mpn_id as "MPNId",
    locations.partner_name as "PartnerName",
    locations.city as "PartnerCityLocation",
    locations.country as "PartnerCountryLocation",
    null::varchar as "AADUserId",
from completions
inner join delivered_titles as titles on completions.certification = titles.certification
inner join locations
    on completions.partner_no = locations.partner_no
    and contains(completions.location_ranks, locations.location_rank::varchar)
inner join months on months.usage_month = getvariable('as_of_month')
where
    completions.completed_on <= getvariable('snapshot_on')
    and coalesce(completions.left_on > getvariable('snapshot_on'), true)
    and locations.is_in_profile = 1;

create or replace view profile as
select
    mpn_id as "MPNId",
    partner_name as "PartnerName",
    pga_mpn_id as "PGAMpnId",
    pga_name as "PGA_PartnerName",
    city as "City",
    country as "Country",
    hierarchy_level as "HierarchyLevel",
from locations
where is_in_profile = 1;

create or replace view customers_and_tenants as
select
    locations.pga_mpn_id as "PGAMpnId",
    locations.mpn_id as "MpnId",
    locations.partner_name as "PartnerName",
    tenants.customer_name as "CustomerName",
    tenants.customer_tpid as "CustomerTpid",
    null::varchar as "DUNSNumber",
    tenants.segment as "CustomerSegment",
    split_part(tenants.segment, ' - ', 1) as "TopSegment",
    locations.market as "CustomerMarket",
    'Active' as "CustomerStatus",
    tenants.tenant_id as "CustomerTenantId",
    tenants.tenant_name as "CustomerTenantName",
    locations.country as "CustomerTenantCountry",
    'tenant' || tenants.tenant_no || '.example.com' as "TenantDomainName",
    null::varchar as "Product",
    null::varchar as "RawProductName",
    null::varchar as "SKU",
    months.month_text as "Month",
    locations.location_text as "PartnerLocation",
    null::varchar as "PartnerAttributionType",
    null::varchar as "SalesChannel",
    '0' as "IsDuplicateRowForPGA",
    null::varchar as "PartnerOneSubID",
    null::varchar as "PartnerOneSubCountry",
    tenants.segment as "SubSegment",
    null::varchar as "IndustryName",
    null::varchar as "VerticalName",
    null::varchar as "EOU",
    null::varchar as "CustomerCount",
    null::varchar as "CustomerTenantCount",
    null::varchar as "AvailableSeats",
    null::varchar as "BilledRevenueUSD",
    null::varchar as "AzureConsumedRevenueUSD",
    null::varchar as "CPORRevenue",
    null::varchar as "CPORPaidSeats",
    null::varchar as "CPORActiveUsers",
    null::varchar as "AssignedSeats",
from tenants
inner join locations
    on tenants.partner_no = locations.partner_no and locations.location_rank = 1
inner join months on months.usage_month = getvariable('as_of_month')
where tenants.tenant_id != 'UNKNOWN';

create or replace view enrollment as
select
    locations.pga_mpn_id as "PGAMpnId",
    'Security' as "SolutionArea",
    format_date(bought.enrolled_on) as "EnrolledOn",
from (values (1, date '2026-06-05'), (2, date '2025-11-20')) as bought (partner_no, enrolled_on)
inner join locations
    on bought.partner_no = locations.partner_no and locations.location_rank = 1;

create or replace view coverage as
select
    dataset as "Dataset",
    format_date(getvariable('as_of_month') - to_months((months - 1)::integer)) as "FirstMonth",
    format_date(getvariable('as_of_month')) as "LastMonth",
    null::varchar as "PGAMpnId",
from
    (values ('AzureUsage', 24), ('EMSUsage', 13), ('CPORM365Usage', 13))
        as asked (dataset, months);
