with azure_kinds as (
    select
        usage.partner_id,
        usage.service_level2,
        usage.service_level3,
        usage.service_level4,
        usage.partner_attribution_type,
        usage.ai_offer_type,
        usage.tenant_id is null as has_no_tenant,
        count(*) as records_count,
        sum(usage.acr_usd) as acr_usd,
    from {{ ref('stg_azure_usage') }} as usage
    group by all
),

azure_rows as (
    select
        usage.*,
        kinds.service,
        kinds.association,
        kinds.offer,
        kinds.can_earn,
        kinds.looks_like_security,
    from azure_kinds as usage
    inner join {{ ref('int_azure_row_kinds') }} as kinds
        on
            usage.service_level2 is not distinct from kinds.service_level2
            and usage.service_level3 is not distinct from kinds.service_level3
            and usage.service_level4 is not distinct from kinds.service_level4
            and usage.partner_attribution_type is not distinct from kinds.partner_attribution_type
            and usage.ai_offer_type is not distinct from kinds.ai_offer_type
),

listed as (
    select
        partner_id,
        'AzureUsage' as dataset,
        'security service without alias' as kind,
        coalesce(service_level4, service_level3, service_level2) as name,
        records_count,
        acr_usd,
    from azure_rows
    where looks_like_security and service is null
    union all
    select
        partner_id,
        'AzureUsage' as dataset,
        'unknown association' as kind,
        partner_attribution_type as name,
        records_count,
        acr_usd,
    from azure_rows
    where association is null
    union all
    select
        partner_id,
        'AzureUsage' as dataset,
        'association that earns nothing' as kind,
        association as name,
        records_count,
        acr_usd,
    from azure_rows
    where association is not null and service is not null and not can_earn
    union all
    select
        partner_id,
        'AzureUsage' as dataset,
        'excluded offer' as kind,
        offer as name,
        records_count,
        acr_usd,
    from azure_rows
    where offer is not null and can_earn
    union all
    select
        partner_id,
        'AzureUsage' as dataset,
        'offer not given' as kind,
        '(empty)' as name,
        records_count,
        acr_usd,
    from azure_rows
    where ai_offer_type is null and can_earn
    union all
    select
        partner_id,
        'AzureUsage' as dataset,
        'no tenant' as kind,
        '(empty)' as name,
        records_count,
        acr_usd,
    from azure_rows
    where has_no_tenant and can_earn
    union all
    select
        partner_id,
        dataset,
        kind,
        name,
        records_count,
        cast(null as decimal(38, 10)) as acr_usd,
    from {{ ref('int_m365_unmapped') }}
)

select
    partner_id,
    dataset,
    kind,
    name,
    cast(sum(records_count) as bigint) as records_count,
    cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
from listed
group by partner_id, dataset, kind, name
