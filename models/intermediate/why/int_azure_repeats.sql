-- One row per usage line of AzureUsage with several attributions that count, and attribution of it:
-- the first by rank is counted, the others are the same usage once more. What is counted at all is
-- asked before, by the spelling of product and attribution.
with reasons as (
    select distinct
        product_key,
        attribution_key,
        service,
        reason,
        name
    from {{ ref('int_azure_reasons') }}
    where reason in ({{ counted_reasons() }})
),

attributed as (
    select
        lines.delivered_month_key,
        lines.tenant_hash,
        lines.line_key,
        verdicts.attribution_rank,
        verdicts.is_kept,
        reasons.service,
        reasons.reason,
        reasons.name,
        sum(lines.records_count) as records_count,
        min(lines.first_record_key) as first_record_key,
        cast(sum(lines.amount) as decimal(28, 10)) as acr_usd
    from {{ ref('int_repeated_lines') }} as lines
    inner join reasons using (product_key, attribution_key)
    inner join {{ ref('int_attribution_verdicts') }} as verdicts
        using (delivered_month_key, tenant_hash, line_key, attribution_key)
    inner join {{ ref('int_accounting_bases') }} as bases using (set_key)
    inner join {{ ref('usage_datasets') }} as datasets
        on bases.product_line = datasets.part and datasets.dataset = 'AzureUsage'
    group by
        lines.delivered_month_key, lines.tenant_hash, lines.line_key, verdicts.attribution_rank,
        verdicts.is_kept, reasons.service, reasons.reason, reasons.name
),

kept as (
    select
        delivered_month_key,
        tenant_hash,
        line_key,
        {{ first_value_by('acr_usd', 'attribution_rank') }} as kept_acr_usd
    from attributed
    group by delivered_month_key, tenant_hash, line_key
    having min(attribution_rank) < max(attribution_rank)
)

select
    delivered.partner_id,
    tenants.tenant_id,
    delivered.usage_month,
    attributed.service,
    attributed.reason,
    attributed.name,
    attributed.line_key,
    attributed.attribution_rank,
    attributed.records_count,
    attributed.first_record_key,
    attributed.acr_usd,
    attributed.is_kept,
    kept.kept_acr_usd
from attributed
inner join kept using (delivered_month_key, tenant_hash, line_key)
inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
inner join {{ ref('int_tenants') }} as tenants
    on
        delivered.partner_id = tenants.partner_id
        and attributed.tenant_hash = tenants.tenant_hash
where delivered.is_truth
