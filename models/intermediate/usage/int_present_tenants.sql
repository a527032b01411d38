-- One row per scored evaluation that is explained (the newest month, and the one before under the
-- version in force), part and tenant that any row of the product line names in the months of either
-- window, whether the row can earn or not: a tenant that adds nothing is explained too.
with windows as (
    select distinct
        months.evaluation_key,
        months.partner_id,
        months.part,
        months.usage_month
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_evaluations') }} as evaluations using (evaluation_key)
    where evaluations.is_explained
),

-- Evaluations of a month mostly read the same months: those are looked at once.
spans as (
    select
        evaluation_key,
        partner_id,
        part,
        string_agg(cast(usage_month as varchar), ' ' order by usage_month) as months_read
    from windows
    group by evaluation_key, partner_id, part
),

present as (
    select distinct
        spans.part,
        spans.months_read,
        presence.partner_id,
        presence.tenant_hash
    from (
        select
            partner_id,
            part,
            months_read,
            min(evaluation_key) as evaluation_key
        from spans
        group by partner_id, part, months_read
    ) as spans
    inner join windows using (evaluation_key, partner_id, part)
    inner join {{ ref('int_tenant_presence') }} as presence
        on
            windows.partner_id = presence.partner_id
            and windows.part = presence.product_line
            and windows.usage_month = presence.usage_month
    where presence.is_truth
)

select
    spans.evaluation_key,
    spans.part,
    tenants.tenant_key
from spans
inner join present using (partner_id, part, months_read)
inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_hash)
