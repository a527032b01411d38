-- One row per scored evaluation of the newest month (and of the one before, under the version in force),
-- part, usage basis, window length and tenant that any row of the product line names in the months
-- of either window, whether the row can earn or not: a tenant that adds nothing is explained too.
with explained_evaluations as (
    select
        evaluation_key,
        as_of_month,
    from {{ ref('int_scored_evaluations') }}
    where is_newest_month
    union
    select
        evaluation_key,
        as_of_month,
    from {{ ref('int_explained_evaluations') }}
),

windows as (
    select distinct
        months.evaluation_key,
        evaluations.as_of_month,
        months.partner_key,
        months.part,
        months.basis_key,
        months.window_months,
        months.usage_month,
    from {{ ref('int_window_months') }} as months
    inner join explained_evaluations as evaluations using (evaluation_key)
),

months_of_partners as (
    select distinct
        as_of_month,
        partner_key,
        part,
        window_months,
        usage_month,
    from windows
),

present as (
    select distinct
        months.as_of_month,
        months.partner_key,
        months.part,
        months.window_months,
        tenants.tenant_key,
    from {{ ref('int_tenant_presence') }} as presence
    inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_id)
    inner join months_of_partners as months
        on
            tenants.partner_key = months.partner_key
            and presence.product_line = months.part
            and presence.usage_month = months.usage_month
)

select
    windows.evaluation_key,
    windows.part,
    windows.basis_key,
    windows.window_months,
    present.tenant_key,
from (
    select distinct
        evaluation_key,
        as_of_month,
        partner_key,
        part,
        basis_key,
        window_months,
    from windows
) as windows
inner join present using (as_of_month, partner_key, part, window_months)
