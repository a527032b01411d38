-- One row per partner, tenant, product line and month in which any row of the product line names the tenant, whether the
-- row can earn or not: so that a tenant that adds nothing is still explained.
with presence as (
    select
        partner_id,
        'azure' as product_line,
        tenant_id,
        usage_month,
        max(customer_tpid) as customer_tpid,
        max(customer_name) as customer_name,
        max(customer_tenant_name) as tenant_name,
        max(customer_segment) as segment,
        max(customer_market) as market,
    from {{ ref('stg_azure_usage') }}
    group by partner_id, tenant_id, usage_month
    union all
    select
        partner_id,
        'm365' as product_line,
        tenant_id,
        usage_month,
        max(customer_tpid) as customer_tpid,
        max(customer_name) as customer_name,
        max(customer_tenant_name) as tenant_name,
        max(customer_segment) as segment,
        max(customer_market) as market,
    from {{ ref('stg_ems_usage') }}
    group by partner_id, tenant_id, usage_month
    union all
    select
        partner_id,
        'm365' as product_line,
        tenant_id,
        usage_month,
        null as customer_tpid,
        max(customer_name) as customer_name,
        null as tenant_name,
        null as segment,
        null as market,
    from {{ ref('stg_cpor_m365_usage') }}
    group by partner_id, tenant_id, usage_month
)

select
    partner_id,
    product_line,
    tenant_id,
    usage_month,
    {{ as_id('max(customer_tpid)') }} as customer_tpid,
    {{ as_text('max(customer_name)') }} as customer_name,
    {{ as_text('max(tenant_name)') }} as tenant_name,
    {{ as_text('max(segment)') }} as segment,
    {{ as_text('max(market)') }} as market,
from presence
where tenant_id is not null
group by partner_id, product_line, tenant_id, usage_month
