select
    rows.partner_id,
    rows.usage_month,
    rows.dataset,
    rows.reason,
    reasons.is_counted,
    cast(sum(rows.rows_count) as bigint) as rows_count,
    cast(sum(rows.acr_usd) as decimal(28, 10)) as acr_usd,
    cast(sum(rows.seats_count) as decimal(28, 10)) as seats_count
from {{ ref('int_reason_names') }} as rows
left join {{ ref('accounting_reasons') }} as reasons using (reason)
group by rows.partner_id, rows.usage_month, rows.dataset, rows.reason, reasons.is_counted
