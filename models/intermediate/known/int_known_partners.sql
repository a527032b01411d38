-- One row per partner whose usage as known before the newest delivery was kept, with a number of
-- its own beside the partner's: where the newest delivery restates anything, that usage goes the
-- way of a partner by itself.
select
    (select max(partners.partner_key), from {{ ref('int_partners') }} as partners)
    + row_number() over (order by partner_id) as partner_key,
    partner_id,
    known_partner_id,
    bool_or(is_restated) as is_restated,
from {{ ref('int_known_truth') }}
group by partner_id, known_partner_id
