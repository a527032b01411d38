with windows as (
    select
        part,
        basis_key,
        usage_basis,
        association_set,
        max(window_months) - 1 as months_before,
    from {{ ref('int_part_rules') }}
    group by part, basis_key, usage_basis, association_set
),

azure as (
    select
        usage.tenant_key,
        usage.usage_month,
        windows.part as product_line,
        windows.usage_basis,
        windows.association_set,
        usage.acr_usd,
        cast(
            {{ trailing_sum(
                'usage.acr_usd',
                'usage.basis_key, usage.tenant_key',
                'usage.usage_month',
                'windows.months_before',
            ) }} as decimal(28, 10)
        ) as ttm_acr_usd,
        cast(null as decimal(28, 10)) as largest_workload_paid_count,
        cast(null as decimal(28, 10)) as protected_users_count,
    from {{ ref('int_azure_tenant_months') }} as usage
    inner join windows on windows.part = 'azure' and usage.basis_key = windows.basis_key
),

m365 as (
    select
        seats.tenant_key,
        seats.usage_month,
        windows.part as product_line,
        windows.usage_basis,
        windows.association_set,
        cast(null as decimal(28, 10)) as acr_usd,
        cast(null as decimal(28, 10)) as ttm_acr_usd,
        cast(max(seats.paid_count) as decimal(28, 10)) as largest_workload_paid_count,
        cast(sum(seats.protected_users) as decimal(28, 10)) as protected_users_count,
    from {{ ref('int_m365_workload_months') }} as seats
    inner join windows on windows.part = 'm365' and seats.basis_key = windows.basis_key
    group by
        seats.tenant_key,
        seats.usage_month,
        windows.part,
        windows.usage_basis,
        windows.association_set
),

months as (
    select *, from azure
    union all
    select *, from m365
)

select
    tenants.partner_id,
    tenants.tenant_id,
    months.usage_month,
    months.product_line,
    months.usage_basis,
    months.association_set,
    months.acr_usd,
    months.ttm_acr_usd,
    months.largest_workload_paid_count,
    months.protected_users_count,
from months
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
