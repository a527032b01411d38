-- One row per usage basis, record of a usage dataset that is the truth, and product that the record
-- names (of EMSUsage, each workload it has figures of): what the record is read as, and whether its
-- figures count in the basis or why not. Names, ranks, verdicts and eligibility are those that the
-- score is made of; counted figures add up to the tenant's in that month.
{{ config(materialized='view') }}

with lines as (
    select
        delivered.dataset,
        delivered.partner_id,
        delivered.usage_month,
        datasets.part,
        datasets.has_items,
        datasets.lines_add_up,
        records.delivered_month_key,
        records.tenant_hash,
        records.line_key,
        records.attribution_key,
        records.record_key,
        records.is_free,
        coalesce(records.amount, 0) as amount,
        coalesce(records.active_count, 0) as active_count,
        products.product,
        products.offer,
        attributions.association,
        attributions.location_id
    from {{ ref('int_usage_records') }} as records
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    inner join {{ ref('int_products') }} as products using (product_key)
    inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
    where
        delivered.is_truth
        and records.tenant_hash is not null
        and products.product is not null
        -- A record of EMSUsage has columns for every workload: zeros name none.
        and (
            not datasets.has_items
            or not datasets.lines_add_up
            or records.amount <> 0
            or records.active_count <> 0
        )
),

bases as (
    select distinct
        part,
        basis_key,
        usage_basis,
        set_key,
        association_set
    from {{ ref('int_usage_basis_rows') }}
),

judged as (
    select
        bases.basis_key,
        bases.usage_basis,
        bases.association_set,
        lines.*,
        case
            when lines.is_free then 'free_sku'
            when products.name is null and lines.has_items then 'workload_not_eligible'
            when products.name is null then 'service_not_eligible'
            when offers.name is not null then 'excluded_offer'
            when lines.association is null then 'unknown_association'
            when ranks.attribution_rank is null then 'association_not_eligible'
            when not verdicts.is_kept then 'second_attribution'
            else 'counted'
        end as reason
    from lines
    inner join bases using (part)
    left join {{ ref('int_attribution_ranks') }} as ranks
        on bases.set_key = ranks.set_key and lines.attribution_key = ranks.attribution_key
    left join {{ ref('int_attribution_verdicts') }} as verdicts
        on
            bases.set_key = verdicts.set_key
            and lines.delivered_month_key = verdicts.delivered_month_key
            and lines.tenant_hash = verdicts.tenant_hash
            and lines.line_key = verdicts.line_key
            and lines.attribution_key = verdicts.attribution_key
    left join {{ ref('int_usage_basis_rows') }} as products
        on
            products.kind = 'product'
            and bases.basis_key = products.basis_key
            and lines.product = products.name
    left join {{ ref('int_usage_basis_rows') }} as offers
        on
            offers.kind = 'excluded_offer'
            and bases.basis_key = offers.basis_key
            and lines.offer = offers.name
),

-- Several sources tell of the same licences of an item: the larger one stands (decisions 6 and 7).
-- Among equals the subscriptions, then the first record, so that each licence is counted in one
-- place. Amounts as one source has them: subscriptions add up, a claim stands for itself.
sources as (
    select
        *,
        case
            when not lines_add_up then amount
            else sum(amount) over (
                partition by basis_key, partner_id, tenant_hash, usage_month, product, dataset
            )
        end as source_amount
    from judged
    where has_items and reason = 'counted'
),

ordered as (
    select
        *,
        {% for order, measure in [('amount', 'source_amount'), ('active', 'active_count')] %}
            row_number() over (
                partition by basis_key, partner_id, tenant_hash, usage_month, product
                order by {{ measure }} desc, dataset desc, record_key
            ) as {{ order }}_order,
        {% endfor %}
        first_value(dataset) over (
            partition by basis_key, partner_id, tenant_hash, usage_month, product
            order by source_amount desc, dataset desc, record_key
        ) as amount_dataset
    from sources
),

shares as (
    select
        usage_basis,
        association_set,
        part,
        has_items,
        dataset,
        record_key,
        partner_id,
        tenant_hash,
        usage_month,
        product,
        association,
        location_id,
        amount,
        active_count,
        amount_order = 1 or (lines_add_up and amount_dataset = dataset) as is_amount_counted,
        active_order = 1 as is_active_counted,
        case
            when
                active_order = 1
                or amount_order = 1
                or (lines_add_up and amount_dataset = dataset)
                then 'counted'
            else 'same_seats'
        end as reason
    from ordered
    union all
    select
        usage_basis,
        association_set,
        part,
        has_items,
        dataset,
        record_key,
        partner_id,
        tenant_hash,
        usage_month,
        product,
        association,
        location_id,
        amount,
        active_count,
        reason = 'counted' as is_amount_counted,
        false as is_active_counted,
        reason
    from judged
    where not has_items or reason <> 'counted'
)

select
    shares.usage_basis,
    shares.association_set,
    shares.part as product_line,
    shares.has_items,
    shares.dataset,
    cast({{ file_of('shares.record_key') }} as integer) as file_id,
    cast({{ record_of('shares.record_key') }} as bigint) as record,
    shares.partner_id,
    tenants.tenant_id,
    shares.usage_month,
    shares.product,
    shares.association,
    shares.location_id,
    shares.amount,
    shares.active_count,
    case when shares.is_amount_counted then shares.amount else 0 end as counted_amount,
    case when shares.is_active_counted then shares.active_count else 0 end as counted_active_count,
    shares.reason
from shares
inner join {{ ref('int_tenants') }} as tenants
    on
        shares.partner_id = tenants.partner_id
        and shares.tenant_hash = tenants.tenant_hash
