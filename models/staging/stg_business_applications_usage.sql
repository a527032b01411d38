-- One row per record of BusinessApplicationsUsage in a delivered month that any hypothesis reads.
-- Users attached to the partner are null only where the file has no such column: then all users
-- stand in, and an empty value is none of them.
with files_without_attached_users as (
    select file_id
    from {{ ref('stg_files_in_force') }}
    where concat(',', absent_columns, ',') like '%,PAMAU,%'
),

records as (
    select
        usage.file_id,
        usage.record,
        delivered.delivered_month_key,
        delivered.is_truth,
        delivered.partner_id,
        delivered.usage_month,
        {{ as_id('usage.customer_tenant_id') }} as tenant_id,
        {{ as_id('usage.subscription_id') }} as subscription_id,
        {{ as_key('usage.metric_type') }} as metric_type_key,
        {{ as_key('usage.workload_name') }} as workload_key,
        {{ as_key('usage.sku_group') }} as sku_group_key,
        {{ as_key('usage.partner_association_type') }} as association_key,
        {{ as_id('usage.customer_id') }} as customer_id,
        {{ as_text('usage.customer_name') }} as customer_name,
        {{ as_text('usage.customer_tenant_name') }} as customer_tenant_name,
        {{ as_count('usage.pamau') }} as attached_count,
        coalesce({{ as_count('usage.mac') }}, 0) as capacity_count,
        coalesce({{ as_count('usage.mau') }}, 0) as active_count
    {{ delivered_usage('BusinessApplicationsUsage', 'business_applications_usage') }}
)

select
    records.file_id,
    records.record,
    records.delivered_month_key,
    records.is_truth,
    records.partner_id,
    records.usage_month,
    records.tenant_id,
    records.subscription_id,
    records.metric_type_key,
    records.workload_key,
    records.sku_group_key,
    records.association_key,
    records.customer_id,
    records.customer_name,
    records.customer_tenant_name,
    case when without_column.file_id is null then coalesce(records.attached_count, 0) end
        as attached_count,
    records.capacity_count,
    records.active_count
from records
left join files_without_attached_users as without_column using (file_id)
