select
    rows.partner_id,
    rows.as_of_month,
    rows.reason,
    reasons.is_counted,
    cast(count(*) as bigint) as rows_count,
    cast(count(distinct rows.person_key) as bigint) as people_count
from {{ ref('int_certificate_reasons') }} as rows
left join {{ ref('accounting_reasons') }} as reasons using (reason)
group by rows.partner_id, rows.as_of_month, rows.reason, reasons.is_counted
