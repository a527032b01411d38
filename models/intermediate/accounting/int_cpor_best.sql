-- One row per tenant, workload and month that CPOR claims report: the claim with the most paid
-- licences, and whether it is more than EMSUsage reports, so that it is the one counted (the
-- larger figure stands, decision 6).
with largest as (
    select
        tenant_key,
        workload,
        usage_month,
        max(paid_count) as paid_count,
    from {{ ref('int_cpor_rows') }}
    where reason is null
    group by tenant_key, workload, usage_month
),

claims as (
    select
        largest.tenant_key,
        largest.workload,
        largest.usage_month,
        largest.paid_count,
        min(rows.record_key) as record_key,
    from largest
    inner join {{ ref('int_cpor_rows') }} as rows
        using (tenant_key, workload, usage_month, paid_count)
    where rows.reason is null
    group by largest.tenant_key, largest.workload, largest.usage_month, largest.paid_count
),

seats as (
    {% for prefix in ems_workload_prefixes() %}
        select
            association_set,
            tenant_key,
            usage_month,
            '{{ prefix }}' as workload_key,
            {{ prefix }}_paid_count as paid_count,
        from {{ ref('int_ems_seats') }}
        where {{ prefix }}_paid_count is not null or {{ prefix }}_active_count is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

subscriptions as (
    select
        seats.tenant_key,
        names.workload,
        seats.usage_month,
        max(coalesce(seats.paid_count, 0)) as paid_count,
    from seats
    inner join {{ ref('int_workload_names') }} as names using (workload_key)
    inner join {{ ref('int_accounting_bases') }} as bases
        on seats.association_set = bases.association_set and bases.product_line = 'm365'
    -- Most seats are claimed by nobody.
    inner join claims
        on
            seats.tenant_key = claims.tenant_key
            and names.workload = claims.workload
            and seats.usage_month = claims.usage_month
    group by seats.tenant_key, names.workload, seats.usage_month
)

select
    claims.tenant_key,
    claims.workload,
    claims.usage_month,
    claims.record_key,
    coalesce(claims.paid_count > subscriptions.paid_count, true) as is_counted,
from claims
left join subscriptions using (tenant_key, workload, usage_month)
