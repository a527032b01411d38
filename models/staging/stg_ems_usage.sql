-- One row per record of EMSUsage in a delivered month that any hypothesis reads, and workload that
-- the record has figures of (a record without any is one row without a workload). A workload whose
-- columns the file lacks is not here: it is not seen (fct_blind_workloads), and not zero.
with records as (
    select
        usage.file_id,
        usage.record,
        delivered.delivered_month_key,
        delivered.is_truth,
        delivered.partner_id,
        delivered.usage_month,
        {{ as_id('usage.customer_tenant_id') }} as tenant_id,
        {{ as_id('usage.subscription_id') }} as subscription_id,
        coalesce({{ as_key('usage.free_vs_paid_sku') }} = 'paid', false) as is_paid_sku,
        {{ as_key('usage.partner_attach_type') }} as association_key,
        {{ as_id('usage.mpn_id') }} as location_id,
        {{ as_id('usage.customer_tpid') }} as customer_tpid,
        usage.customer_name,
        usage.customer_tenant_name,
        usage.customer_segment,
        usage.customer_market,
        {{ workload_list('usage') }} as workloads
    {{ delivered_usage('EMSUsage', 'ems_usage') }}
),

rows as (
    select
        *,
        {{ rows_of_list('workloads') }} as seats
    from records
)

select
    rows.file_id,
    rows.record,
    rows.delivered_month_key,
    rows.is_truth,
    rows.partner_id,
    rows.usage_month,
    rows.tenant_id,
    rows.subscription_id,
    rows.is_paid_sku,
    rows.association_key,
    rows.location_id,
    rows.customer_tpid,
    rows.customer_name,
    rows.customer_tenant_name,
    rows.customer_segment,
    rows.customer_market,
    rows.seats.workload_key,
    rows.seats.paid_count,
    rows.seats.active_count
from rows
