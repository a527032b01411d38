select
    customer_id,
    {{ last_value_by(
        'customer_name',
        "coalesce(last_month, first_month) || ' ' || customer_name",
    ) }} as customer_name,
    max(segment) as segment,
    max(market) as market,
    cast(count(*) as integer) as tenants_count,
    'CustomerTpid of the newest month of any dataset, else the tenant itself' as source
from {{ ref('dim_tenant') }}
group by customer_id
