-- One row per partner, month, spelling of service levels and offer, association and whether
-- there is a tenant: what becomes of those records of AzureUsage, attributions not yet told
-- apart, and the name that decides it.
with products as (
    select rows.name as service,
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    where rows.part = 'azure' and rows.kind = 'product'
),

associations as (
    select rows.name as association,
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    where rows.part = 'azure' and rows.kind = 'association'
),

excluded_offers as (
    select rows.name as offer,
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    where rows.part = 'azure' and rows.kind = 'excluded_offer'
),

kinds as (
    select
        service_level2,
        service_level3,
        service_level4,
        partner_attribution_type,
        ai_offer_type,
        spelling_key,
        max(service) as service,
        max(association) as association,
        max(offer) as offer,
        concat_ws(
            ' / ',
            {{ as_text('service_level2') }},
            {{ as_text('service_level3') }},
            {{ as_text('service_level4') }}
        ) as levels,
    from {{ ref('int_azure_kinds') }}
    group by
        service_level2, service_level3, service_level4, partner_attribution_type, ai_offer_type,
        spelling_key
),

judged as (
    select
        kinds.*,
        {{ looks_like_security('kinds.levels') }} as looks_like_security,
        products.service is not null as is_eligible_service,
        excluded_offers.offer is not null as is_excluded_offer,
        associations.association is not null as is_eligible_association,
    from kinds
    left join products on kinds.service = products.service
    left join excluded_offers on kinds.offer = excluded_offers.offer
    left join associations on kinds.association = associations.association
),

reasons as (
    select
        combinations.partner_id,
        combinations.usage_month,
        combinations.records_count,
        combinations.acr_usd,
        judged.*,
        {{ azure_reason('judged', 'combinations.has_no_tenant') }} as reason,
    from {{ ref('int_azure_combinations') }} as combinations
    inner join {{ ref('int_partners') }} as partners using (partner_id)
    inner join judged
        on
            combinations.spelling_key = judged.spelling_key
            and combinations.partner_attribution_type
            is not distinct from judged.partner_attribution_type
)

select
    reasons.partner_id,
    reasons.usage_month,
    reasons.service_level2,
    reasons.service_level3,
    reasons.service_level4,
    reasons.ai_offer_type,
    reasons.spelling_key,
    reasons.service,
    reasons.reason,
    {{ azure_reason_name('reasons', 'reasons.reason') }} as name,
    sum(reasons.records_count) as records_count,
    cast(sum(reasons.acr_usd) as decimal(28, 10)) as acr_usd,
from reasons
group by all
