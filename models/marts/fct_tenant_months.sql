with windows as (
    select
        part,
        basis_key,
        usage_basis,
        association_set,
        max(window_months) - 1 as months_before
    from {{ ref('int_part_rules') }}
    group by part, basis_key, usage_basis, association_set
),

reported_months as (
    select distinct
        month_key,
        usage_month
    from {{ ref('int_months') }}
    where hypothesis = 'reported'
),

measured as (
    select
        usage.basis_key,
        usage.tenant_key,
        months.usage_month,
        max(case when usage.measure = 'acr_usd' then usage.value end) as acr_usd,
        max(case when usage.measure = 'paid' then usage.value end) as largest_workload_paid_count,
        sum(case when usage.measure = 'protected_users' then usage.value end)
            as protected_users_count
    from {{ ref('int_usage_months') }} as usage
    inner join reported_months as months using (month_key)
    group by usage.basis_key, usage.tenant_key, months.usage_month
),

-- Only what adds up over months has a sum of twelve.
months as (
    {% for has_sums in [true, false] %}
        select
            measured.tenant_key,
            measured.usage_month,
            windows.part as product_line,
            windows.usage_basis,
            windows.association_set,
            measured.acr_usd,
            {% if has_sums %}
                cast(
                    {{ trailing_sum(
                        'measured.acr_usd',
                        'measured.basis_key, measured.tenant_key',
                        'measured.usage_month',
                        'windows.months_before',
                    ) }} as decimal(28, 10)
                ) as ttm_acr_usd,
            {% else %}
                null as ttm_acr_usd,
            {% endif %}
            measured.largest_workload_paid_count,
            cast(measured.protected_users_count as decimal(28, 10)) as protected_users_count
        from measured
        inner join windows using (basis_key)
        where measured.acr_usd is {{ 'not ' if has_sums }}null
        {{ 'union all' if not loop.last }}
    {% endfor %}
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
    months.protected_users_count
from months
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
