-- One row per record of CustomersAndTenants: what customers and tenants are called, and where
-- they are.
select
    usage.file_id,
    files.as_of_month,
    {{ as_month('usage.month') }} as usage_month,
    {{ as_id('usage.pga_mpn_id') }} as partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_id('usage.customer_tpid') }} as customer_tpid,
    {{ as_text('usage.customer_name') }} as customer_name,
    {{ as_text('usage.customer_tenant_name') }} as tenant_name,
    {{ as_text('usage.customer_segment') }} as segment,
    {{ as_text('usage.top_segment') }} as top_segment,
    {{ as_text('usage.sub_segment') }} as sub_segment,
    {{ as_text('usage.customer_market') }} as market,
    {{ as_text('usage.customer_tenant_country') }} as country
from {{ source('raw', 'customers_and_tenants') }} as usage
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
