-- One row per record of EMSUsage that is the truth for its partner and month: paid and active
-- licences side by side for the workloads that the record has figures of. A workload whose
-- columns the file lacks is null (blind), not zero.
select
    usage.file_id,
    usage.record,
    months.as_of_month,
    months.usage_month,
    truth.partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_id('usage.subscription_id') }} as subscription_id,
    coalesce({{ as_key('usage.free_vs_paid_sku') }} = 'paid', false) as is_paid_sku,
    {{ as_key('usage.partner_attach_type') }} as association_key,
    {{ as_text('usage.mpn_id') }} as location_id,
    usage.customer_tpid,
    usage.customer_name,
    usage.customer_tenant_name,
    usage.customer_segment,
    usage.customer_market,
    {% for prefix in ems_workload_prefixes() %}
        {{ as_count('usage.' ~ prefix ~ '_paid_available_units') }} as {{ prefix }}_paid_count,
        {{ as_count('usage.' ~ prefix ~ '_monthly_active_users') }} as {{ prefix }}_active_count,
    {% endfor %}
from {{ source('raw', 'ems_usage') }} as usage
inner join {{ ref('stg_usage_months') }} as months
    on usage.file_id = months.file_id and usage.month = months.month_text
inner join {{ ref('stg_usage_truth') }} as truth
    on
        truth.dataset = 'EMSUsage'
        and trim(usage.pga_mpn_id) = truth.partner_id
        and months.usage_month = truth.usage_month
        and months.as_of_month = truth.as_of_month
