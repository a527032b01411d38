-- One row per record of CPORM365Usage in a delivered month that any hypothesis reads. The extract
-- names locations only: the partner is the account that the location had for the delivery, and
-- claims of a location that no Profile names are not here.
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
    {{ as_id('usage.claim_id') }} as claim_id,
    {{ as_text('usage.customer_name') }} as customer_name,
    {{ as_count('usage.paid_available_units') }} as paid_count,
    {{ as_count('usage.monthly_active_users') }} as active_count
{{ delivered_usage('CPORM365Usage', 'cpor_m365_usage') }}
