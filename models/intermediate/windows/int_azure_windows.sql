-- One row per scored evaluation, usage basis, window length and tenant: its eligible ACR summed over
-- the current window and over the baseline (null where it has none). Joined by month, so a
-- month without a row adds nothing and shifts nothing. In the newest month a tenant whose rows
-- earn nothing is here too, to be explained.
with amounts as (
    select
        months.evaluation_key,
        months.basis_key,
        months.window_months,
        months.is_current,
        usage.tenant_key,
        usage.acr_usd,
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_azure_tenant_months') }} as usage
        using (basis_key, partner_key, usage_month)
    where months.part = 'azure'
    union all
    select
        evaluation_key,
        basis_key,
        window_months,
        true as is_current,
        tenant_key,
        null as acr_usd,
    from {{ ref('int_newest_tenants') }}
    where part = 'azure'
)

select
    evaluation_key,
    basis_key,
    window_months,
    tenant_key,
    cast(sum(case when is_current then acr_usd end) as decimal(28, 10)) as current_acr_usd,
    cast(sum(case when not is_current then acr_usd end) as decimal(28, 10)) as baseline_acr_usd,
from amounts
group by evaluation_key, basis_key, window_months, tenant_key
