-- One row per usage basis by which partners are classed, delivered month, tenant and segment of
-- the customer, as AzureUsage spells it: the tenant's eligible usage under that spelling. Mostly a
-- tenant has one, and the usage of the month is not asked again record by record.
with bases as (
    select distinct
        rules.part,
        rules.basis_key,
        bases.set_key
    from {{ ref('int_part_rules') }} as rules
    inner join {{ ref('int_usage_bases') }} as bases
        using (solution_area, rule_version, path, metric, part)
    inner join {{ ref('partner_classes') }} as classes using (solution_area, rule_version)
    where rules.counts = 'value' and classes.segment_classes is not null
),

spelled as (
    select
        usage.delivered_month_key,
        {{ tenant_hash('usage') }} as tenant_hash,
        usage.customer_segment as segment
    from {{ ref('stg_azure_usage') }} as usage
    where exists (select 1 from bases)
    group by usage.delivered_month_key, {{ tenant_hash('usage') }}, usage.customer_segment
),

numbered as (
    select
        spelled.*,
        tenants.tenant_key,
        count(*) over (partition by spelled.delivered_month_key, spelled.tenant_hash)
            as segments_count
    from spelled
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('int_tenants') }} as tenants
        on
            delivered.partner_id = tenants.partner_id
            and spelled.tenant_hash = tenants.tenant_hash
),

-- Which usage of a tenant with several spellings stands under which: asked of its records.
records as (
    select
        {{ record_key('usage') }} as record_key,
        usage.customer_segment as segment
    from {{ ref('stg_azure_usage') }} as usage
    inner join numbered
        on
            usage.delivered_month_key = numbered.delivered_month_key
            and {{ tenant_hash('usage') }} = numbered.tenant_hash
            and usage.customer_segment is not distinct from numbered.segment
    where numbered.segments_count > 1
),

kept as (
    select
        bases.basis_key,
        earning.delivered_month_key,
        earning.tenant_hash,
        records.segment,
        sum(earning.amount) as amount
    from records
    inner join {{ ref('int_earning_records') }} as earning using (record_key)
    cross join bases
    inner join {{ ref('int_attribution_ranks') }} as ranks
        on
            bases.set_key = ranks.set_key
            and earning.attribution_key = ranks.attribution_key
    inner join {{ ref('int_earning_products') }} as products
        on
            bases.basis_key = products.basis_key
            and earning.product_key = products.product_key
            and not products.is_excluded_offer
    left join {{ ref('int_attribution_verdicts') }} as verdicts
        on
            bases.set_key = verdicts.set_key
            and earning.delivered_month_key = verdicts.delivered_month_key
            and earning.tenant_hash = verdicts.tenant_hash
            and earning.line_key = verdicts.line_key
            and earning.attribution_key = verdicts.attribution_key
    where coalesce(verdicts.is_kept, true)
    group by
        bases.basis_key, earning.delivered_month_key, earning.tenant_hash, records.segment
)

select
    bases.basis_key,
    numbered.delivered_month_key,
    numbered.tenant_key,
    numbered.segment,
    case when numbered.segments_count > 1 then coalesce(kept.amount, 0) end as amount
from numbered
cross join bases
left join kept
    on
        numbered.segments_count > 1
        and bases.basis_key = kept.basis_key
        and numbered.delivered_month_key = kept.delivered_month_key
        and numbered.tenant_hash = kept.tenant_hash
        and numbered.segment is not distinct from kept.segment
