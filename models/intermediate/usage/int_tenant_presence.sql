-- One row per partner, tenant, product line and month in which any row of the product line
-- names the tenant, whether the row can earn or not: so that a tenant that adds nothing is
-- still explained.
with presence as (
    select
        partner_id,
        'azure' as product_line,
        tenant_id,
        usage_month,
    from {{ ref('stg_azure_usage') }}
    group by partner_id, tenant_id, usage_month
    union
    select
        partner_id,
        'm365' as product_line,
        tenant_id,
        usage_month,
    from {{ ref('stg_ems_usage') }}
    group by partner_id, tenant_id, usage_month
    union
    select
        partner_id,
        'm365' as product_line,
        tenant_id,
        usage_month,
    from {{ ref('stg_cpor_m365_usage') }}
    group by partner_id, tenant_id, usage_month
)

select
    partner_id,
    product_line,
    tenant_id,
    usage_month,
from presence
where tenant_id is not null
