-- One row per tenant, dataset and month that is the tenant's last in the dataset: what the
-- tenant and its customer are called there. Read from the last month only, as names repeat in
-- every row.
with last_months as (
    select
        tenant_id,
        product_line,
        max(usage_month) as usage_month,
    from {{ ref('int_tenant_presence') }}
    group by tenant_id, product_line
),

named as (
    {% for usage, part in [('stg_azure_usage', 'azure'), ('stg_ems_usage', 'm365')] %}
        select
            usage.tenant_id,
            usage.usage_month,
            usage.customer_tpid,
            usage.customer_name,
            usage.customer_tenant_name,
            usage.customer_segment,
            usage.customer_market,
        from {{ ref(usage) }} as usage
        inner join last_months using (tenant_id, usage_month)
        where last_months.product_line = '{{ part }}'
        union all
    {% endfor %}
    select
        usage.tenant_id,
        usage.usage_month,
        null as customer_tpid,
        usage.customer_name,
        null as customer_tenant_name,
        null as customer_segment,
        null as customer_market,
    from {{ ref('stg_cpor_m365_usage') }} as usage
    inner join last_months using (tenant_id, usage_month)
    where last_months.product_line = 'm365'
)

select
    tenant_id,
    usage_month,
    max(customer_tpid) as customer_tpid,
    {{ as_text('max(customer_name)') }} as customer_name,
    {{ as_text('max(customer_tenant_name)') }} as tenant_name,
    {{ as_text('max(customer_segment)') }} as segment,
    {{ as_text('max(customer_market)') }} as market,
from named
group by tenant_id, usage_month
