-- One row per partner, tenant, product line and month in which any row of the product line
-- names the tenant, whether the row can earn or not: so that a tenant that adds nothing is
-- still explained.
with presence as (
    {% for usage, part in [
        ('stg_azure_usage', 'azure'), ('stg_ems_usage', 'm365'), ('stg_cpor_m365_usage', 'm365')
    ] %}
        select
            partner_id,
            '{{ part }}' as product_line,
            tenant_id,
            usage_month,
        from {{ ref(usage) }}
        group by partner_id, tenant_id, usage_month
        {{ 'union' if not loop.last }}
    {% endfor %}
)

select
    partner_id,
    product_line,
    tenant_id,
    usage_month,
from presence
where tenant_id is not null
