-- The floor, first: which usage the rules count, and the consumption of every month, straight from
-- AzureUsage. Views and tables of files, names and rules are made by floor.py. Spelled in these
-- scripts and not read from seeds, as every version has it so: what a dataset's rows add up to,
-- windows of twelve months of consumption and of one month of licences, a baseline of twelve months
-- before, and that the same usage is eligible in all metrics.
create type product as enum (
    select service from service_names union select workload from workload_names order by all
);
create type association as enum (select distinct association from association_names order by all);
create type offer as enum (
    select distinct offer from offer_names union all select 'any other' order by all
);

-- Versions that count the same usage share a basis, named by the first of them.
create temp table bases as
with eligible as (
    select rule_version, part, association, rank::integer as rank, null as product
    from eligible_associations
    union all
    select rule_version, part, null, null, product
    from eligible_products
),

excluded as (
    select rule_version, 'azure' as part, string_agg(offer, '|' order by offer) as offers
    from excluded_offers
    group by rule_version
),

versions as (
    select
        rule_version,
        part,
        string_agg(association, ' > ' order by rank) as association_set,
        string_agg(product, '|' order by product) as products,
    from eligible
    group by rule_version, part
)

select
    rule_version,
    part,
    association_set,
    min(rule_version) over (partition by part, association_set, products, offers) as usage_basis,
from versions
left join excluded using (rule_version, part);

create temp table set_associations as
select distinct
    bases.part,
    bases.association_set,
    eligible.association::association as association,
    eligible.rank::integer as rank,
from bases
inner join eligible_associations as eligible using (rule_version, part);

create temp table basis_products as
select distinct
    bases.part,
    bases.usage_basis,
    bases.association_set,
    eligible.product::product as product,
from bases
inner join eligible_products as eligible using (rule_version, part);

create temp table basis_offers as
select distinct
    bases.usage_basis,
    offers.offer::offer as offer,
from bases
cross join (select distinct offer from offer_names union all select 'any other') as offers
left join excluded_offers as excluded
    on bases.rule_version = excluded.rule_version and offers.offer = excluded.offer
where bases.part = 'azure' and excluded.offer is null;

-- Azure: all rows in the order of the file, which only a table without joins keeps, so that a
-- row's number is its place there. Texts that no seed knows are null.
create type service_alias as enum (select distinct alias from service_names);
create type offer_alias as enum (select distinct alias from offer_names);
create type association_alias as enum (select distinct alias from association_names);

set variable admin_types = (select list(admin_type order by rank::integer) from admin_types);

create temp table azure_rows as
select
    rows."PGAMpnId"::bigint as partner_id,
    try_cast(rows."CustomerTenantId" as uuid) as tenant_id,
    rows."Month"::date as usage_month,
    coalesce(
        try_cast(lower(rows."ServiceLevel4") as service_alias),
        try_cast(lower(rows."ServiceLevel3") as service_alias),
        try_cast(lower(rows."ServiceLevel2") as service_alias)
    ) as service,
    try_cast(lower(rows."AI_OfferType") as offer_alias) as offer,
    try_cast(lower(rows."PartnerAttributionType") as association_alias) as association,
    rows."MPNId"::bigint as location_id,
    -- Among attributions of one association: by role, then by location.
    10000000000
    * coalesce(list_position(getvariable('admin_types'), rows."AdminType"), 9) + location_id
        as place,
    case
        when service is not null
            then hash(
                rows."PGAMpnId", rows."CustomerTenantId", rows."SubscriptionId", rows."Month",
                rows."ServiceLevel1", rows."ServiceLevel2", rows."ServiceLevel3",
                rows."ServiceLevel4", rows."ServiceInfluencer", rows."ServiceGroup2",
                rows."ServiceGroup3", rows."ComputeOS", rows."ComputeOSAttribute",
                rows."ComputeCoreSoftware", rows."UsageUnits", rows."AI_OfferType"
            )
    end as line,
    rows."CustomerTpid" as customer_tpid,
    rows."ACR_USD"::decimal(18, 10) as acr_usd,
from azure_file as rows;

-- Who has rows at all, whether they earn or not, and what customer they name.
create temp table azure_seen as
select
    partner_id,
    tenant_id,
    usage_month,
    max(customer_tpid) as customer_tpid,
from azure_rows
where tenant_id is not null
group by partner_id, tenant_id, usage_month;

-- The rows of services that any version names.
create temp table azure_lines as
select
    rows.rowid + 1 as record,
    rows.partner_id,
    rows.tenant_id,
    rows.usage_month,
    service_names.service::product as product,
    coalesce(offer_names.offer, 'any other')::offer as offer,
    association_names.association::association as association,
    rows.location_id,
    rows.place,
    rows.line,
    rows.acr_usd,
from azure_rows as rows
inner join service_names on rows.service = service_names.alias::service_alias
left join offer_names on rows.offer = offer_names.alias::offer_alias
left join association_names
    on rows.association = association_names.alias::association_alias
where rows.tenant_id is not null;

-- A line with several rows counts once in each set of associations: its first attribution there.
create temp table azure_verdicts as
with repeated as (
    select line
    from azure_lines
    where association is not null
    group by line
    having count(*) > 1
)

select
    sets.association_set,
    rows.line,
    min(sets.rank * 1000000000000 + rows.place) as first_place,
from azure_lines as rows
inner join repeated using (line)
inner join set_associations as sets on sets.part = 'azure' and rows.association = sets.association
group by sets.association_set, rows.line;

create temp table azure_months as
select
    products.usage_basis,
    rows.partner_id,
    rows.tenant_id,
    rows.usage_month,
    sum(rows.acr_usd) as acr_usd,
from azure_lines as rows
inner join set_associations as sets on sets.part = 'azure' and rows.association = sets.association
inner join basis_products as products
    on
        products.part = 'azure'
        and sets.association_set = products.association_set
        and rows.product = products.product
inner join basis_offers as offers
    on products.usage_basis = offers.usage_basis and rows.offer = offers.offer
left join azure_verdicts as verdicts
    on sets.association_set = verdicts.association_set and rows.line = verdicts.line
where coalesce(sets.rank * 1000000000000 + rows.place = verdicts.first_place, true)
group by products.usage_basis, rows.partner_id, rows.tenant_id, rows.usage_month;

-- Every month of every tenant with the twelve months that end in it and the twelve before those; a
-- row for each month, so that one without usage shifts nothing. Without a row in a window there is
-- no sum, which is not the same as a sum of zero.
create temp table azure_windows as
with tenants as (
    select
        partner_id,
        tenant_id,
        min(usage_month) as first_month,
    from azure_seen
    group by partner_id, tenant_id
)

select
    cells.usage_basis,
    cells.partner_id,
    cells.tenant_id,
    cells.usage_month,
    cells.first_month,
    months.acr_usd,
    sum(months.acr_usd) over now as now_usd,
    sum(months.acr_usd) over year_before as then_usd,
from (
    select bases.usage_basis, tenants.*, spine.usage_month::date as usage_month
    from (select distinct usage_basis from bases where part = 'azure') as bases
    cross join tenants
    cross join range(
        (select min(usage_month)::timestamp from azure_seen),
        getvariable('as_of_month') + interval 1 day,
        interval 1 month
    ) as spine (usage_month)
) as cells
left join azure_months as months using (usage_basis, partner_id, tenant_id, usage_month)
window
    now as (
        partition by cells.usage_basis, cells.partner_id, cells.tenant_id
        order by cells.usage_month rows between 11 preceding and current row
    ),
    year_before as (
        partition by cells.usage_basis, cells.partner_id, cells.tenant_id
        order by cells.usage_month rows between 23 preceding and 12 preceding
    );
