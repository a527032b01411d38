-- One row per record of BusinessApplicationsRevenue in a delivered month that any hypothesis reads.
select
    usage.file_id,
    usage.record,
    delivered.delivered_month_key,
    delivered.is_truth,
    delivered.partner_id,
    delivered.usage_month,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_id('usage.subscription_id') }} as subscription_id,
    {{ as_key('usage.workload_name') }} as workload_key,
    {{ as_key('usage.partner_association_type') }} as association_key,
    {{ as_id('usage.customer_id') }} as customer_id,
    {{ as_text('usage.customer_name') }} as customer_name,
    {{ as_text('usage.customer_tenant_name') }} as customer_tenant_name,
    {{ as_amount('usage.adjusted_revenue_usd') }} as adjusted_revenue_usd
{{ delivered_usage('BusinessApplicationsRevenue', 'business_applications_revenue') }}
