with named as (
    select
        tenant_id,
        usage_month as named_month,
        customer_tpid,
        customer_name,
        tenant_name,
        segment,
        market,
    from {{ ref('int_tenant_names') }}
    union all
    select
        tenant_id,
        coalesce(usage_month, as_of_month) as named_month,
        customer_tpid,
        customer_name,
        tenant_name,
        segment,
        coalesce(market, country) as market,
    from {{ ref('stg_customers_and_tenants') }}
    where tenant_id is not null
),

usage_span as (
    select
        tenants.tenant_id,
        min(presence.usage_month) as first_month,
        max(presence.usage_month) as last_month
    from {{ ref('int_tenant_presence') }} as presence
    inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_hash)
    where presence.is_truth
    group by tenants.tenant_id
),

newest as (
    select
        tenant_id,
        {% for column in ['customer_tpid', 'customer_name', 'tenant_name', 'segment', 'market'] %}
            {{ last_value_by(
                column,
                "case when " ~ column ~ " is not null"
                ~ " then named_month || ' ' || " ~ column ~ " end",
            ) }} as {{ column }},
        {% endfor %}
    from named
    group by tenant_id
)

select
    newest.tenant_id,
    coalesce(newest.tenant_name, newest.customer_name, newest.tenant_id) as tenant_name,
    coalesce(newest.customer_tpid, newest.tenant_id) as customer_id,
    coalesce(newest.customer_name, newest.tenant_name, newest.tenant_id) as customer_name,
    newest.market,
    newest.segment,
    usage_span.first_month,
    usage_span.last_month,
    'Names and places as the newest month of any dataset gives them' as source,
from newest
left join usage_span using (tenant_id)
