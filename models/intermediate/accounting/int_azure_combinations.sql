-- One row per partner, month and combination of service levels, attribution type and offer as
-- AzureUsage spells them: what names and accounting are read from.
with combinations as (
    select
        partner_id,
        usage_month,
        service_level2,
        service_level3,
        service_level4,
        partner_attribution_type,
        ai_offer_type,
        tenant_id is null as has_no_tenant,
        count(*) as records_count,
        cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
    from {{ ref('int_evaluated_azure_usage') }}
    group by all
)

select
    *,
    {{ azure_spelling_key('combinations') }} as spelling_key,
from combinations
