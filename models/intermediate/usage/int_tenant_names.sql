-- One row per tenant that any dataset names: what the tenant and its customer are called, and where
-- they are, as the newest month of any dataset gives it. Usage is asked for the last month only, as
-- names repeat in every row; but the customer's number is looked for in every month, since tenants
-- are put together by it: that of the newest delivery, in it of the newest month.
with last_months as (
    select
        tenants.tenant_id,
        presence.product_line,
        max(presence.usage_month) as usage_month
    from {{ ref('int_tenant_presence') }} as presence
    inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_hash)
    where presence.is_truth
    group by tenants.tenant_id, presence.product_line
),

named as (
    {% for usage, dataset, columns in [
        ('stg_azure_usage', 'AzureUsage', [
            'customer_tenant_name', 'customer_segment', 'customer_market',
        ]),
        ('stg_ems_usage', 'EMSUsage', [
            'customer_tenant_name', 'customer_segment', 'customer_market',
        ]),
        ('stg_cpor_m365_usage', 'CPORM365Usage', []),
    ] %}
        select
            usage.tenant_id,
            usage.usage_month,
            {% for column in ['customer_tenant_name', 'customer_segment', 'customer_market'] %}
                {{ 'usage.' if column in columns else 'null as ' }}{{ column }},
            {% endfor %}
            usage.customer_name
        from {{ ref(usage) }} as usage
        inner join {{ ref('usage_datasets') }} as datasets on datasets.dataset = '{{ dataset }}'
        inner join last_months
            on
                usage.tenant_id = last_months.tenant_id
                and usage.usage_month = last_months.usage_month
                and datasets.part = last_months.product_line
        where usage.is_truth
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

named_months as (
    select
        tenant_id,
        usage_month as named_month,
        {{ as_text('max(customer_name)') }} as customer_name,
        {{ as_text('max(customer_tenant_name)') }} as tenant_name,
        {{ as_text('max(customer_segment)') }} as segment,
        {{ as_text('max(customer_market)') }} as market
    from named
    group by tenant_id, usage_month
    union all
    select
        tenant_id,
        coalesce(usage_month, as_of_month) as named_month,
        customer_name,
        tenant_name,
        segment,
        coalesce(market, country) as market
    from {{ ref('stg_customers_and_tenants') }}
    where tenant_id is not null
),

newest as (
    select
        {% for column in ['customer_name', 'tenant_name', 'segment', 'market'] %}
            {{ last_value_by(
                column,
                "case when " ~ column ~ " is not null"
                ~ " then named_month || ' ' || " ~ column ~ " end",
            ) }} as {{ column }},
        {% endfor %}
        tenant_id
    from named_months
    group by tenant_id
),

numbered as (
    {% for usage in ['stg_azure_usage', 'stg_ems_usage'] %}
        select
            usage.tenant_id,
            delivered.as_of_month,
            delivered.usage_month,
            max(usage.customer_tpid) as customer_tpid
        from {{ ref(usage) }} as usage
        inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
        where usage.is_truth
        group by usage.tenant_id, delivered.as_of_month, delivered.usage_month
        union all
    {% endfor %}
    select
        tenant_id,
        as_of_month,
        coalesce(usage_month, as_of_month) as usage_month,
        customer_tpid
    from {{ ref('stg_customers_and_tenants') }}
),

customers as (
    select
        tenant_id,
        {{ last_value_by(
            "customer_tpid", "as_of_month || ' ' || usage_month || ' ' || customer_tpid"
        ) }} as customer_tpid
    from numbered
    where tenant_id is not null and customer_tpid is not null
    group by tenant_id
)

select
    newest.tenant_id,
    coalesce(newest.tenant_name, newest.customer_name, newest.tenant_id) as tenant_name,
    coalesce(customers.customer_tpid, newest.tenant_id) as customer_id,
    coalesce(newest.customer_name, newest.tenant_name, newest.tenant_id) as customer_name,
    newest.market,
    newest.segment
from newest
left join customers using (tenant_id)
