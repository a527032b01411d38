-- One row per usage basis and record of AzureUsage in force that names a tenant and a service of
-- the alias table: what the record is read as, and whether its amount counts in the basis or why
-- not. Names, ranks and eligibility are those that the score is made of.
{{ config(materialized='view') }}

with kinds as (
    select distinct
        spelling_key,
        service,
        offer,
        product_key,
    from {{ ref('int_azure_kinds') }}
    where service is not null
),

lines as (
    select
        records.record_key,
        records.tenant_key,
        records.usage_month,
        records.attribution_key,
        attributed.association,
        attributed.location_id,
        kinds.service,
        kinds.offer,
        kinds.product_key,
        records.line_key,
        records.acr_usd,
    from {{ ref('int_azure_records') }} as records
    inner join kinds using (spelling_key)
    inner join {{ ref('int_azure_attributed') }} as attributed using (attribution_key)
),

-- Most lines have one attribution: only the others need a look at which one is kept.
repeated_lines as (
    select
        attributions.association_set,
        lines.tenant_key,
        lines.usage_month,
        lines.product_key,
        lines.line_key,
        min(attributions.attribution_rank) as kept_rank,
    from lines
    inner join {{ ref('int_azure_attributions') }} as attributions using (attribution_key)
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
            and lines.attribution_key = attributions.attribution_key
)

select
    lines.usage_basis,
    lines.association_set,
    cast({{ file_of('lines.record_key') }} as integer) as file_id,
    cast({{ record_of('lines.record_key') }} as bigint) as record,
    tenants.partner_id,
    tenants.tenant_id,
    lines.usage_month,
    lines.service as product,
    lines.association,
    lines.location_id,
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
-- Partners as known have tenants of their own, and no trace.
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
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
        and lines.tenant_key = repeated_lines.tenant_key
        and lines.usage_month = repeated_lines.usage_month
        and lines.product_key = repeated_lines.product_key
        and lines.line_key = repeated_lines.line_key
