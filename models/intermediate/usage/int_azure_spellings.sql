-- One row per combination of service levels, attribution type and offer as AzureUsage spells
-- them: which service, association and offer that is, and how many records of a partner bear
-- it. Names are read here once per spelling.
with combinations as (
    select
        partner_id,
        service_level2,
        service_level3,
        service_level4,
        partner_attribution_type,
        ai_offer_type,
        spelling_key,
        has_no_tenant,
        sum(records_count) as records_count,
        sum(acr_usd) as acr_usd,
    from {{ ref('int_azure_combinations') }}
    group by all
),

eligible_associations as (
    select distinct name as association,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'azure' and kind = 'association'
),

service_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        service,
    from {{ ref('service_names') }}
),

offer_names as (
    select distinct
        {{ as_key('alias') }} as alias_key,
        offer,
    from {{ ref('offer_names') }}
),

kinds as (
    select
        combinations.*,
        coalesce(level4.service, level3.service, level2.service) as service,
        association_names.association,
        offer_names.offer,
        coalesce(level4.service, level3.service, level2.service) is not null
        and eligible_associations.association is not null as can_earn,
    from combinations
    left join service_names as level4
        on {{ as_key('combinations.service_level4') }} = level4.alias_key
    left join service_names as level3
        on {{ as_key('combinations.service_level3') }} = level3.alias_key
    left join service_names as level2
        on {{ as_key('combinations.service_level2') }} = level2.alias_key
    left join {{ ref('int_association_names') }} as association_names
        on
            {{ as_key('combinations.partner_attribution_type') }}
            = association_names.association_key
    left join offer_names
        on {{ as_key('combinations.ai_offer_type') }} = offer_names.alias_key
    left join eligible_associations
        on association_names.association = eligible_associations.association
)

select
    partner_id,
    service_level2,
    service_level3,
    service_level4,
    partner_attribution_type,
    ai_offer_type,
    spelling_key,
    has_no_tenant,
    records_count,
    cast(acr_usd as decimal(28, 10)) as acr_usd,
    service,
    association,
    offer,
    can_earn,
    dense_rank() over (order by service, offer) as product_key,
from kinds
