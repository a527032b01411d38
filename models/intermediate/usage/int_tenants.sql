-- One row per partner and tenant that any usage row names, with whole-number keys: large joins
-- and sums go by them instead of by texts. Not the truth are tenants that only another
-- hypothesis knows.
with ids as (
    select tenant_id
    from {{ ref('stg_azure_usage') }}
    union
    select tenant_id
    from {{ ref('stg_ems_usage') }}
    union
    select tenant_id
    from {{ ref('stg_cpor_m365_usage') }}
),

hashed as (
    select
        ids.tenant_id,
        {{ tenant_hash('ids') }} as tenant_hash
    from ids
)

select
    cast(
        row_number() over (order by partners.partner_key, hashed.tenant_id) as integer
    ) as tenant_key,
    partners.partner_key,
    presence.partner_id,
    hashed.tenant_id,
    presence.tenant_hash,
    bool_or(presence.is_truth) as is_truth
from {{ ref('int_tenant_presence') }} as presence
inner join hashed using (tenant_hash)
inner join {{ ref('int_partners') }} as partners using (partner_id)
group by partners.partner_key, presence.partner_id, hashed.tenant_id, presence.tenant_hash
