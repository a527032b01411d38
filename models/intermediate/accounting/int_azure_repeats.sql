-- One row per usage line with several attributions that count, and attribution of it: the first
-- by rank is counted, the others are the same usage once more. Lines with one attribution are
-- not here. What is counted at all is asked before, by the spelling of service and offer.
with lines as (
    select distinct
        service_level2,
        service_level3,
        service_level4,
        ai_offer_type,
        service,
        reason,
        name,
    from {{ ref('int_azure_reasons') }}
    where reason in ({{ counted_reasons() }})
),

attributed as (
    select
        tenants.tenant_key,
        usage.usage_month,
        lines.service,
        lines.reason,
        lines.name,
        {{ azure_line_key('usage') }} as line_key,
        attributions.attribution_rank,
        count(*) as records_count,
        min({{ record_key('usage') }}) as first_record_key,
        cast(sum(usage.acr_usd) as decimal(28, 10)) as acr_usd,
    from {{ ref('stg_azure_usage') }} as usage
    inner join lines
        on
            usage.service_level2 is not distinct from lines.service_level2
            and usage.service_level3 is not distinct from lines.service_level3
            and usage.service_level4 is not distinct from lines.service_level4
            and usage.ai_offer_type is not distinct from lines.ai_offer_type
    inner join {{ ref('int_azure_attributions') }} as attributions
        on
            usage.partner_attribution_type = attributions.partner_attribution_type
            and usage.admin_type is not distinct from attributions.admin_type
            and usage.mpn_id = attributions.mpn_id
    inner join {{ ref('int_accounting_bases') }} as bases
        on
            attributions.association_set = bases.association_set
            and bases.product_line = 'azure'
    inner join {{ ref('int_tenants') }} as tenants
        on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
    group by all
),

kept as (
    select
        tenant_key,
        usage_month,
        line_key,
        min(attribution_rank) as kept_rank,
        {{ first_value_by('acr_usd', 'attribution_rank') }} as kept_acr_usd,
    from attributed
    group by tenant_key, usage_month, line_key
    having min(attribution_rank) < max(attribution_rank)
)

select
    attributed.*,
    attributed.attribution_rank = kept.kept_rank as is_kept,
    kept.kept_acr_usd,
from attributed
inner join kept using (tenant_key, usage_month, line_key)
