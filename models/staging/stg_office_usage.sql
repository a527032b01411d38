-- One row per record of OfficeUsage in a delivered month that any hypothesis reads.
select
    usage.file_id,
    usage.record,
    delivered.delivered_month_key,
    delivered.is_truth,
    delivered.partner_id,
    delivered.usage_month,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_key('usage.workload_name') }} as workload_key,
    {{ as_key('usage.partner_attribution_type') }} as association_key,
    {{ as_id('usage.mpn_id') }} as location_id,
    {{ as_id('usage.customer_tpid') }} as customer_tpid,
    {{ as_text('usage.customer_name') }} as customer_name,
    {{ as_text('usage.customer_segment') }} as customer_segment,
    {{ as_text('usage.customer_market') }} as customer_market,
    {{ as_count('usage.paid_available_units') }} as paid_count,
    {{ as_count('usage.monthly_active_users') }} as active_count
{{ delivered_usage('OfficeUsage', 'office_usage') }}
