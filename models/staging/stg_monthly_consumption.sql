-- One row per record of MonthlyConsumption in a delivered month that any hypothesis reads: what
-- Partner Center showed as consumed.
select
    usage.file_id,
    usage.record,
    delivered.delivered_month_key,
    delivered.is_truth,
    delivered.partner_id,
    delivered.usage_month,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_key('usage.workload_name') }} as workload_key,
    {{ as_key('usage.partner_association_type') }} as association_key,
    {{ as_amount('usage.monthly_consumption_value') }} as mcv
{{ delivered_usage('MonthlyConsumption', 'monthly_consumption') }}
