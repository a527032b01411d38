-- One row per usage line with several attributions that count, and attribution of it: the first
-- by rank is counted, the others are the same usage once more. Lines with one attribution are
-- not here. What is counted at all is asked before, by the spelling of service and offer.
with lines as (
    select distinct
        spelling_key,
        service,
        reason,
        name,
        dense_rank() over (order by service, reason, name) as kind_key,
    from {{ ref('int_azure_reasons') }}
    where reason in ({{ counted_reasons() }})
),

kinds as (
    select distinct
        kind_key,
        service,
        reason,
        name,
    from lines
),

attributed as (
    select
        records.tenant_key,
        records.usage_month,
        lines.kind_key,
        records.line_key,
        attributions.attribution_rank,
        count(*) as records_count,
        min(records.record_key) as first_record_key,
        cast(sum(records.acr_usd) as decimal(28, 10)) as acr_usd,
    from {{ ref('int_azure_records') }} as records
    inner join lines using (spelling_key)
    inner join {{ ref('int_azure_attributions') }} as attributions using (attribution_key)
    inner join {{ ref('int_accounting_bases') }} as bases
        on
            attributions.association_set = bases.association_set
            and bases.product_line = 'azure'
    -- Partners as known have tenants of their own, and no accounts.
    inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
    group by all
),

kept as (
    select
        tenant_key,
        usage_month,
        line_key,
        min(attribution_rank) as kept_rank,
        {{ first_value_by('acr_usd', 'attribution_rank') }} as kept_acr_usd,
    from attributed
    group by tenant_key, usage_month, line_key
    having min(attribution_rank) < max(attribution_rank)
)

select
    attributed.tenant_key,
    attributed.usage_month,
    kinds.service,
    kinds.reason,
    kinds.name,
    attributed.line_key,
    attributed.attribution_rank,
    attributed.records_count,
    attributed.first_record_key,
    attributed.acr_usd,
    attributed.attribution_rank = kept.kept_rank as is_kept,
    kept.kept_acr_usd,
from attributed
inner join kept using (tenant_key, usage_month, line_key)
inner join kinds using (kind_key)
