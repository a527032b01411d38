with security_words as (
    select word,
    from {{ ref('security_words') }}
),

azure_rows as (
    select
        kinds.*,
        exists (
            select 1,
            from security_words
            where
                concat_ws(' ', kinds.service_level2, kinds.service_level3, kinds.service_level4)
                ilike concat('%', security_words.word, '%')
        ) as looks_like_security,
    from {{ ref('int_azure_kinds') }} as kinds
),

listed as (
    select
        partner_id,
        'AzureUsage' as dataset,
        'security service without alias' as kind,
        concat_ws(
            ' / ',
            {{ as_text('service_level2') }},
            {{ as_text('service_level3') }},
            {{ as_text('service_level4') }}
        ) as name,
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
    where {{ as_text('ai_offer_type') }} is null and can_earn
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
