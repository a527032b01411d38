-- One row per partner and tenant that any evaluation reads: the tenants, and with keys of their own
-- those of partners as known.
with restated as (
    {% for model in ['azure_usage', 'ems_usage', 'cpor_m365_usage'] %}
        select
            usage.partner_id,
            usage.tenant_id,
        from {{ ref('int_evaluated_' ~ model) }} as usage
        where usage.partner_id in (
            select known.known_partner_id,
            from {{ ref('int_known_partners') }} as known
            where known.is_restated
        )
        {{ 'union' if not loop.last }}
    {% endfor %}
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
    + row_number() over (order by known.partner_key, restated.tenant_id) as tenant_key,
    known.partner_key,
    restated.partner_id,
    restated.tenant_id,
from restated
inner join {{ ref('int_known_partners') }} as known
    on restated.partner_id = known.known_partner_id
where restated.tenant_id is not null
