-- One row per file of a known delivery and text in it that names a partner: a global account, or in
-- CPOR claims a location, whose account is the one that it had for that delivery.
select
    named.file_id,
    named.partner_text,
    case when named.id_kind = 'pga' then named.partner_text else accounts.partner_id end
        as partner_id
from {{ source('raw', 'file_partners') }} as named
inner join {{ ref('stg_known_files') }} as files using (file_id)
left join {{ ref('stg_location_accounts') }} as accounts
    on
        named.id_kind = 'mpn'
        and named.partner_text = accounts.location_id
        and files.as_of_month = accounts.as_of_month
