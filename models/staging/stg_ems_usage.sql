-- One row per record of EMSUsage that is the truth for its partner and month, and per workload the record has a figure
-- for. A workload whose columns the file lacks has no row here (blind), rather than a zero.
with workloads as (
    {% for prefix in ems_workload_prefixes() %}
        select '{{ prefix }}' as workload_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

figures as (
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
        workloads.workload_name,
        case workloads.workload_name
            {% for prefix in ems_workload_prefixes() %}
                when '{{ prefix }}' then usage.{{ prefix }}_paid_available_units
            {% endfor %}
        end as paid_text,
        case workloads.workload_name
            {% for prefix in ems_workload_prefixes() %}
                when '{{ prefix }}' then usage.{{ prefix }}_monthly_active_users
            {% endfor %}
        end as active_text,
    from {{ source('raw', 'ems_usage') }} as usage
    inner join {{ ref('stg_usage_months') }} as months
        on usage.file_id = months.file_id and usage.month = months.month_text
    inner join {{ ref('stg_usage_truth') }} as truth
        on
            truth.dataset = 'EMSUsage'
            and trim(usage.pga_mpn_id) = truth.partner_id
            and months.usage_month = truth.usage_month
            and months.as_of_month = truth.as_of_month
    cross join workloads
)

select
    file_id,
    record,
    as_of_month,
    usage_month,
    partner_id,
    tenant_id,
    subscription_id,
    is_paid_sku,
    association_key,
    location_id,
    customer_tpid,
    customer_name,
    customer_tenant_name,
    customer_segment,
    customer_market,
    workload_name,
    {{ as_measure('paid_text') }} as paid_count,
    {{ as_measure('active_text') }} as active_count,
from figures
where paid_text is not null or active_text is not null
