-- Points of every partner on both paths at the newest month, under the rules of July 2026, straight
-- from landing files: needed columns, one pass over the usage, nothing kept. The views azure_file,
-- ems_file, cpor_file, profile_file and certificates, the alias tables and the variable as_of_month
-- are made by reading.py. Spellings are those of well-kept extracts: nothing is trimmed here.
create temp table months as
select
    month::date::varchar as spelling,
    month > getvariable('as_of_month') - interval 12 month as is_now,
    month in (getvariable('as_of_month'), getvariable('as_of_month') - interval 12 month)
        as is_end,
from
    range(
        getvariable('as_of_month') - interval 23 month,
        getvariable('as_of_month') + interval 1 day,
        interval 1 month
    ) as spine (month);

-- Azure: the rows that can earn, each usage line once, its attributions by rank.
create temp table azure as
with earning as (
    select
        rows."PGAMpnId"::bigint as partner_id,
        try_cast(rows."CustomerTenantId" as uuid) as tenant_id,
        months.is_now,
        hash(
            rows."PGAMpnId", rows."CustomerTenantId", rows."SubscriptionId", rows."Month",
            rows."ServiceLevel1", rows."ServiceLevel2", rows."ServiceLevel3", rows."ServiceLevel4",
            rows."ServiceInfluencer", rows."ServiceGroup2", rows."ServiceGroup3",
            rows."ComputeOS", rows."ComputeOSAttribute", rows."ComputeCoreSoftware",
            rows."UsageUnits", rows."AI_OfferType"
        ) as line,
        case rows."PartnerAttributionType"
            when 'PAL' then 10
            when 'CSP Tier 1' then 20
            when 'CSP Tier 2' then 30
        end
        + case rows."AdminType" when 'Owner' then 1 when 'Contributor' then 2 else 3 end as place,
        place * 10000000000 + rows."MPNId"::bigint as attribution,
        rows."ACR_USD"::decimal(18, 10) as acr_usd,
    from azure_file as rows
    inner join months on rows."Month" = months.spelling
    left join service_names as level4 on lower(rows."ServiceLevel4") = level4.alias
    left join service_names as level3 on lower(rows."ServiceLevel3") = level3.alias
    left join service_names as level2 on lower(rows."ServiceLevel2") = level2.alias
    where
        coalesce(level4.is_eligible, level3.is_eligible, level2.is_eligible)
        and rows."PartnerAttributionType" in ('PAL', 'CSP Tier 1', 'CSP Tier 2')
        and rows."CustomerTenantId" != 'UNKNOWN'
        and coalesce(
            rows."AI_OfferType" not in (
                'Support', 'Internal', 'Internal Use', 'Benefit Program', 'Benefit Programs',
                'Trial', 'Free Trial'
            ),
            true
        )
),

attributions as (
    select
        line,
        attribution,
        any_value(partner_id) as partner_id,
        any_value(tenant_id) as tenant_id,
        any_value(is_now) as is_now,
        sum(acr_usd) as acr_usd,
    from earning
    group by line, attribution
),

lines as (
    select
        any_value(partner_id) as partner_id,
        any_value(tenant_id) as tenant_id,
        any_value(is_now) as is_now,
        arg_min(acr_usd, attribution) as acr_usd,
    from attributions
    group by line
),

tenants as (
    select
        partner_id,
        tenant_id,
        coalesce(sum(acr_usd) filter (is_now), 0) as now_usd,
        coalesce(sum(acr_usd) filter (not is_now), 0) as then_usd,
    from lines
    group by partner_id, tenant_id
)

select
    partner_id::varchar as partner_id,
    path,
    count(*) filter (now_usd >= 600) - count(*) filter (then_usd >= 600) as adds,
    if(
        path = 'enterprise',
        count(*) filter (now_usd > 12000) - count(*) filter (then_usd > 12000),
        count(*) filter (
            now_usd >= 750 and (now_usd <= 12000 or then_usd between 750 and 12000)
        )
        - count(*) filter (then_usd between 750 and 12000)
    ) as deployments,
    if(
        path = 'enterprise',
        coalesce(sum(now_usd) filter (now_usd > 12000), 0)
        - coalesce(sum(then_usd) filter (then_usd > 12000), 0),
        coalesce(
            sum(now_usd) filter (
                now_usd > 0 and (now_usd <= 12000 or (then_usd > 0 and then_usd <= 12000))
            ),
            0
        )
        - coalesce(sum(then_usd) filter (then_usd > 0 and then_usd <= 12000), 0)
    ) as growth,
from tenants
cross join (values ('enterprise'), ('smb')) as paths (path)
group by partner_id, path;

-- Microsoft 365: seats of the two end months, by subscription and by claim; the larger counts.
create temp table m365 as
with attached as (
    select
        rows."PGAMpnId" as partner_id,
        try_cast(rows."CustomerTenantId" as uuid) as tenant_id,
        lower(rows."SubscriptionId") as subscription_id,
        months.is_now,
        case rows."PartnerAttachType"
            when 'CPOR' then '1'
            when 'CSP Tier 1' then '2'
            when 'CSP Tier 2' then '3'
        end || rows."MPNId" as attachment,
        [
            sum(rows."AADPPaidAvailableUnits"::bigint),
            sum(rows."IntunePaidAvailableUnits"::bigint),
            sum(rows."AzipPaidAvailableUnits"::bigint),
            sum(rows."AATPPaidAvailableUnits"::bigint),
            sum(rows."MDOPaidAvailableUnits"::bigint),
            sum(rows."MDEPaidAvailableUnits"::bigint),
        ] as paid,
        [
            max(rows."AADPMonthlyActiveUsers"::bigint),
            max(rows."IntuneMonthlyActiveUsers"::bigint),
            max(rows."AzipMonthlyActiveUsers"::bigint),
            max(rows."AATPMonthlyActiveUsers"::bigint),
            max(rows."MDOMonthlyActiveUsers"::bigint),
            max(rows."MDEMonthlyActiveUsers"::bigint),
        ] as active,
    from ems_file as rows
    inner join months on rows."Month" = months.spelling and months.is_end
    where
        rows."FreeVsPaidSKU" = 'Paid'
        and rows."PartnerAttachType" in ('CPOR', 'CSP Tier 1', 'CSP Tier 2')
        and rows."CustomerTenantId" != 'UNKNOWN'
    group by all
),

subscriptions as (
    select
        partner_id,
        tenant_id,
        is_now,
        unnest(
            [
                'Microsoft Entra ID P1', 'Microsoft Intune',
                'Microsoft Purview Information Protection', 'Microsoft Defender for Identity',
                'Microsoft Defender for Office 365', 'Microsoft Defender for Endpoint',
            ]
        ) as workload,
        unnest(arg_min(paid, attachment)) as paid,
        unnest(arg_min(active, attachment)) as active,
    from attached
    group by partner_id, tenant_id, is_now, subscription_id
),

seats as (
    select
        partner_id, tenant_id, is_now, workload,
        sum(paid)::bigint as paid,
        max(active) as active,
    from subscriptions
    group by all
    union all
    select
        profile."PGAMpnId",
        try_cast(rows."CustomerTenantId" as uuid),
        months.is_now,
        workload_names.workload,
        max(rows."PaidAvailableUnits"::bigint),
        max(rows."MonthlyActiveUsers"::bigint),
    from cpor_file as rows
    inner join months on rows."Date" = months.spelling and months.is_end
    inner join workload_names on lower(rows."WorkloadName") = workload_names.alias
    inner join profile_file as profile on rows."MpnId" = profile."MPNId"
    where
        rows."PartnerAttributionType" in ('CPOR', 'CSP Tier 1', 'CSP Tier 2')
        and rows."CustomerTenantId" != 'UNKNOWN'
    group by all
),

workloads as (
    select
        partner_id, tenant_id, is_now, workload,
        max(paid) as paid,
        max(active) as active,
    from seats
    group by all
),

tenants as (
    select
        partner_id,
        tenant_id,
        coalesce(bool_or(is_now and paid > 300), false) as is_large_now,
        coalesce(bool_or(not is_now and paid > 300), false) as is_large_then,
        coalesce(bool_or(is_now and paid between 5 and 300), false) as is_small_now,
        coalesce(bool_or(not is_now and paid between 5 and 300), false) as is_small_then,
        bool_or(is_now and paid > 300 and 100 * active >= 15 * paid) as is_large_in_use_now,
        bool_or(not is_now and paid > 300 and 100 * active >= 15 * paid) as is_large_in_use_then,
        bool_or(is_now and paid between 5 and 300 and 100 * active >= 15 * paid)
            as is_small_in_use_now,
        bool_or(not is_now and paid between 5 and 300 and 100 * active >= 15 * paid)
            as is_small_in_use_then,
        coalesce(sum(least(paid, active)) filter (is_now), 0) as protected_now,
        coalesce(sum(least(paid, active)) filter (not is_now), 0) as protected_then,
    from workloads
    group by all
)

select
    partner_id,
    'enterprise' as path,
    count(*) filter (is_large_now) - count(*) filter (is_large_then) as adds,
    count(*) filter (is_large_in_use_now) - count(*) filter (is_large_in_use_then) as deployments,
    coalesce(sum(protected_now) filter (is_large_now), 0)
    - coalesce(sum(protected_then) filter (is_large_then), 0) as growth,
from tenants
group by partner_id
union all
select
    partner_id,
    'smb',
    count(*) filter (is_small_now or (is_small_then and is_large_now))
    - count(*) filter (is_small_then),
    count(*) filter (is_small_in_use_now or (is_small_then and is_large_in_use_now))
    - count(*) filter (is_small_in_use_then),
    coalesce(
        sum(protected_now) filter (is_small_now or (is_small_then and is_large_now)), 0
    )
    - coalesce(sum(protected_then) filter (is_small_then), 0),
from tenants
group by partner_id;

-- Certificates that count on the last day of the month, people per step.
create temp table skilling as
select
    partner_id,
    count(distinct person) filter (certification in ('AZ-500', 'SC-500')) as step_1,
    count(distinct person) filter (certification = 'SC-200') as step_2,
    count(distinct person) filter (certification in ('SC-100', 'SC-300', 'SC-401')) as step_3,
from certificates
where
    completed_on <= last_day(getvariable('as_of_month'))
    and coalesce(expires_on >= last_day(getvariable('as_of_month')), true)
group by partner_id;

-- Units, then points: the maximum times units over the units it takes, half up to four places.
create temp table scores as
with paths (path, add_units, growth_usd, growth_users, step_people, person_units) as (
    values ('enterprise', 10, 1250, 125, 2, 6), ('smb', 5, 750, 50, 1, 4)
),

partners as (
    select distinct "PGAMpnId" as partner_id
    from profile_file
),

measured as (
    select
        partners.partner_id,
        paths.*,
        coalesce(azure.adds, 0) as azure_adds,
        coalesce(m365.adds, 0) as m365_adds,
        coalesce(azure.deployments, 0) + coalesce(m365.deployments, 0) as net_deployments,
        greatest(coalesce(azure.growth, 0), 0) as azure_growth,
        greatest(coalesce(m365.growth, 0), 0) as m365_growth,
        coalesce(step_1, 0) >= step_people as is_step_1_met,
        coalesce(step_2, 0) >= step_people as is_step_2_met,
        if(is_step_1_met and is_step_2_met, coalesce(step_3, 0), 0) as scoring_people,
    from partners
    cross join paths
    left join azure on partners.partner_id = azure.partner_id and paths.path = azure.path
    left join m365 on partners.partner_id = m365.partner_id and paths.path = m365.path
    left join skilling on partners.partner_id = skilling.partner_id
),

units (partner_id, path, metric, units, units_to_max, max_points, points_once) as (
    select
        partner_id, path, 'net_customer_adds',
        greatest(azure_adds, 0) + greatest(m365_adds, 0), add_units, 20, 0
    from measured
    union all
    select partner_id, path, 'deployments', greatest(net_deployments, 0), 6, 20, 0
    from measured
    union all
    -- Whole increments: the remainder of exact decimals is taken off before dividing.
    select
        partner_id, path, 'usage_growth',
        ((azure_growth - azure_growth % growth_usd) / growth_usd)::bigint
        + m365_growth // growth_users,
        20, 20, 0
    from measured
    union all
    select
        partner_id, path, 'intermediate_certifications', scoring_people, person_units,
        if(path = 'smb', 32, 40),
        if(path = 'smb', 4 * (is_step_1_met::integer + is_step_2_met::integer), 0)
    from measured
)

select
    partner_id,
    path,
    metric,
    units::bigint as counted_units,
    (
        points_once
        + (
            (max_points * least(units, units_to_max) * 20000 + units_to_max) // (2 * units_to_max)
        )::bigint * 0.0001::decimal(5, 4)
    )::decimal(9, 4) as points,
from units;
