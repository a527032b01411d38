-- One row per usage basis and record of AzureUsage in force that names a tenant and a service of
-- the alias table: what the record is read as, and whether its amount counts in the basis or why
-- not. Names, ranks and eligibility are those that the score is made of.
{{ config(materialized='view') }}

with kinds as (
    select distinct
        service_level2,
        service_level3,
        service_level4,
        partner_attribution_type,
        ai_offer_type,
        service,
        association,
        offer,
        product_key,
    from {{ ref('int_azure_kinds') }}
    where service is not null
),

lines as (
    select
        usage.file_id,
        usage.record,
        usage.partner_id,
        usage.tenant_id,
        usage.usage_month,
        kinds.service,
        kinds.association,
        kinds.offer,
        kinds.product_key,
        usage.partner_attribution_type,
        usage.admin_type,
        usage.mpn_id,
        {{ azure_line_key('usage') }} as line_key,
        usage.acr_usd,
    from {{ ref('stg_azure_usage') }} as usage
    inner join kinds
        on
            usage.service_level2 is not distinct from kinds.service_level2
            and usage.service_level3 is not distinct from kinds.service_level3
            and usage.service_level4 is not distinct from kinds.service_level4
            and usage.partner_attribution_type is not distinct from kinds.partner_attribution_type
            and usage.ai_offer_type is not distinct from kinds.ai_offer_type
    where usage.tenant_id is not null
),

-- Most lines have one attribution: only the others need a look at which one is kept.
repeated_lines as (
    select
        attributions.association_set,
        lines.partner_id,
        lines.tenant_id,
        lines.usage_month,
        lines.product_key,
        lines.line_key,
        min(attributions.attribution_rank) as kept_rank,
    from lines
    inner join {{ ref('int_azure_attributions') }} as attributions
        using (partner_attribution_type, mpn_id)
    where lines.admin_type is not distinct from attributions.admin_type
    group by all
    having min(attributions.attribution_rank) < max(attributions.attribution_rank)
),

bases as (
    select distinct
        basis_key,
        usage_basis,
        association_set,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure'
),

attributed as (
    select
        bases.basis_key,
        bases.usage_basis,
        bases.association_set,
        lines.*,
        attributions.attribution_rank,
    from lines
    cross join bases
    left join {{ ref('int_azure_attributions') }} as attributions
        on
            bases.association_set = attributions.association_set
            and lines.partner_attribution_type = attributions.partner_attribution_type
            and lines.admin_type is not distinct from attributions.admin_type
            and lines.mpn_id = attributions.mpn_id
)

select
    lines.usage_basis,
    lines.association_set,
    lines.file_id,
    lines.record,
    lines.partner_id,
    lines.tenant_id,
    lines.usage_month,
    lines.service as product,
    lines.association,
    {{ as_text('lines.mpn_id') }} as location_id,
    lines.acr_usd,
    case
        when products.name is null then 'service_not_eligible'
        when offers.name is not null then 'excluded_offer'
        when lines.association is null then 'unknown_association'
        when lines.attribution_rank is null then 'association_not_eligible'
        when lines.attribution_rank > repeated_lines.kept_rank then 'second_attribution'
        else 'counted'
    end as reason,
from attributed as lines
left join {{ ref('int_usage_basis_rows') }} as products
    on
        products.kind = 'product'
        and lines.basis_key = products.basis_key
        and lines.service = products.name
left join {{ ref('int_usage_basis_rows') }} as offers
    on
        offers.kind = 'excluded_offer'
        and lines.basis_key = offers.basis_key
        and lines.offer = offers.name
left join repeated_lines
    on
        lines.association_set = repeated_lines.association_set
        and lines.partner_id = repeated_lines.partner_id
        and lines.tenant_id = repeated_lines.tenant_id
        and lines.usage_month = repeated_lines.usage_month
        and lines.product_key = repeated_lines.product_key
        and lines.line_key = repeated_lines.line_key
