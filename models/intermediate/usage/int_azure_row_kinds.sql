-- One row per combination of service levels, attribution type and offer as AzureUsage spells them: which service,
-- association and offer that is. Names are read here once per spelling, not once per row.
with combinations as (
    select distinct
        service_level2,
        service_level3,
        service_level4,
        partner_attribution_type,
        ai_offer_type,
    from {{ ref('stg_azure_usage') }}
),

eligible_associations as (
    select distinct name as association
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'association'
),

service_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        service,
    from {{ ref('service_names') }}
),

association_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        association,
    from {{ ref('association_names') }}
),

security_words as (
    select word
    from {{ ref('security_words') }}
),

offer_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        offer,
    from {{ ref('offer_names') }}
)

select
    combinations.service_level2,
    combinations.service_level3,
    combinations.service_level4,
    combinations.partner_attribution_type,
    combinations.ai_offer_type,
    coalesce(level4.service, level3.service, level2.service) as service,
    association_names.association,
    offer_names.offer,
    coalesce(level4.service, level3.service, level2.service) is not null
    and eligible_associations.association is not null as can_earn,
    exists (
        select 1
        from security_words
        where concat_ws(' ', combinations.service_level2, combinations.service_level3, combinations.service_level4)
            ilike concat('%', security_words.word, '%')
    ) as looks_like_security,
from combinations
left join service_names as level4 on {{ as_key('combinations.service_level4') }} = level4.alias_key
left join service_names as level3 on {{ as_key('combinations.service_level3') }} = level3.alias_key
left join service_names as level2 on {{ as_key('combinations.service_level2') }} = level2.alias_key
left join association_names
    on {{ as_key('combinations.partner_attribution_type') }} = association_names.alias_key
left join offer_names on {{ as_key('combinations.ai_offer_type') }} = offer_names.alias_key
left join eligible_associations using (association)
