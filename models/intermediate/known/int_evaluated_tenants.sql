-- One row per partner and tenant that any evaluation reads: the tenants, and with keys of their own
-- those of partners as known.
with known_partners as (
    select
        partner_key,
        known_partner_id,
    from {{ ref('int_known_partners') }}
    where is_restated
),

named as (
    select
        partner_id,
        tenant_id,
    from {{ ref('int_evaluated_azure_usage') }}
    union
    select
        partner_id,
        tenant_id,
    from {{ ref('int_evaluated_ems_usage') }}
    union
    select
        partner_id,
        tenant_id,
    from {{ ref('int_evaluated_cpor_m365_usage') }}
)

select
    tenant_key,
    partner_key,
    partner_id,
    tenant_id,
from {{ ref('int_tenants') }}
union all
select
    (select coalesce(max(tenants.tenant_key), 0), from {{ ref('int_tenants') }} as tenants)
    + row_number() over (order by known_partners.partner_key, named.tenant_id) as tenant_key,
    known_partners.partner_key,
    named.partner_id,
    named.tenant_id,
from named
inner join known_partners on named.partner_id = known_partners.known_partner_id
where named.tenant_id is not null
