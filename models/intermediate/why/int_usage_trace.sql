-- One row per usage basis, record of a usage dataset that is the truth, and product that the record
-- names (of EMSUsage, each workload it has figures of): what the record is read as, and whether its
-- figures count in the basis or why not. Names, ranks, verdicts and eligibility are those that the
-- score is made of; counted figures add up to the tenant's in that month. Nothing is referred to
-- twice: whoever reads some months, or one tenant, reads no more.
{{ config(materialized='view') }}

with bases as (
    select distinct
        part,
        basis_key,
        usage_basis,
        set_key,
        association_set
    from {{ ref('int_usage_basis_rows') }}
),

{% for lines, is_of_items in [
    ('sums', 'not datasets.has_items'), ('items', 'datasets.has_items')
] %}
    {{ lines }} as (
        select
            bases.usage_basis,
            bases.association_set,
            datasets.part,
            datasets.has_items,
            datasets.lines_add_up,
            delivered.dataset,
            delivered.partner_id,
            delivered.usage_month,
            records.tenant_hash,
            records.record_key,
            coalesce(products.product, names.product) as product,
            attributions.association,
            attributions.location_id,
            coalesce(records.amount, 0) as amount,
            coalesce(records.active_count, 0) as active_count,
            case
                when records.is_free then 'free_sku'
                when products.product_key is null and datasets.has_items
                    then 'workload_not_eligible'
                when products.product_key is null or products.is_excluded_product
                    then 'service_not_eligible'
                when products.is_excluded_offer then 'excluded_offer'
                when attributions.association is null then 'unknown_association'
                when ranks.attribution_rank is null then 'association_not_eligible'
                when not verdicts.is_kept then 'second_attribution'
                else 'counted'
            end as reason
        from {{ ref('int_usage_records') }} as records
        inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
        inner join {{ ref('usage_datasets') }} as datasets using (dataset)
        inner join {{ ref('int_products') }} as names using (product_key)
        inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
        inner join bases using (part)
        left join {{ ref('int_attribution_ranks') }} as ranks
            on
                bases.set_key = ranks.set_key
                and records.attribution_key = ranks.attribution_key
        left join {{ ref('int_attribution_verdicts') }} as verdicts
            on
                bases.set_key = verdicts.set_key
                and records.delivered_month_key = verdicts.delivered_month_key
                and records.tenant_hash = verdicts.tenant_hash
                and records.line_key = verdicts.line_key
                and records.attribution_key = verdicts.attribution_key
        left join {{ ref('int_earning_products') }} as products
            on
                bases.basis_key = products.basis_key
                and records.product_key = products.product_key
        where
            delivered.is_truth
            and records.tenant_hash is not null
            and coalesce(products.product, names.product) is not null
            and {{ is_of_items }}
            {% if lines == 'items' %}
                -- A record of EMSUsage has columns for every workload: zeros name none.
                and (
                    not datasets.lines_add_up
                    or records.amount <> 0
                    or records.active_count <> 0
                )
            {% endif %}
    ),

{% endfor %}
-- Several sources tell of the same licences of an item: the larger one stands (decisions 6 and 7).
-- Among equals the subscriptions, then the first record, so that each licence is counted in one
-- place. Amounts as one source has them: subscriptions add up, a claim stands for itself.
sources as (
    select
        *,
        case
            when not lines_add_up then amount
            else sum(amount) over (
                partition by
                    part, usage_basis, association_set, partner_id, tenant_hash, usage_month,
                    product, reason, dataset
            )
        end as source_amount
    from items
),

ordered as (
    select
        *,
        {% for order, measure in [('amount', 'source_amount'), ('active', 'active_count')] %}
            row_number() over (
                partition by
                    part, usage_basis, association_set, partner_id, tenant_hash, usage_month,
                    product, reason
                order by {{ measure }} desc, dataset desc, record_key
            ) as {{ order }}_order,
        {% endfor %}
        first_value(dataset) over (
            partition by
                part, usage_basis, association_set, partner_id, tenant_hash, usage_month, product,
                reason
            order by source_amount desc, dataset desc, record_key
        ) as amount_dataset
    from sources
),

shares as (
    select
        *,
        reason = 'counted'
        and (amount_order = 1 or (lines_add_up and amount_dataset = dataset))
            as is_amount_counted,
        reason = 'counted' and active_order = 1 as is_active_counted
    from ordered
),

{% set columns = [
    'usage_basis', 'association_set', 'part', 'has_items', 'dataset', 'record_key', 'partner_id',
    'tenant_hash', 'usage_month', 'product', 'association', 'location_id', 'amount', 'active_count',
] %}
counted as (
    select
        {% for column in columns %}
            {{ column }},
        {% endfor %}
        reason = 'counted' as is_amount_counted,
        false as is_active_counted,
        reason
    from sums
    union all
    select
        {% for column in columns %}
            {{ column }},
        {% endfor %}
        is_amount_counted,
        is_active_counted,
        case
            when reason = 'counted' and not is_amount_counted and not is_active_counted
                then 'same_seats'
            else reason
        end as reason
    from shares
)

select
    counted.usage_basis,
    counted.association_set,
    counted.part as product_line,
    counted.has_items,
    counted.dataset,
    cast({{ file_of('counted.record_key') }} as integer) as file_id,
    cast({{ record_of('counted.record_key') }} as bigint) as record,
    counted.partner_id,
    tenants.tenant_id,
    counted.usage_month,
    counted.product,
    counted.association,
    counted.location_id,
    counted.amount,
    counted.active_count,
    case when counted.is_amount_counted then counted.amount else 0 end as counted_amount,
    case when counted.is_active_counted then counted.active_count else 0 end
        as counted_active_count,
    counted.reason
from counted
inner join {{ ref('int_tenants') }} as tenants
    on
        counted.partner_id = tenants.partner_id
        and counted.tenant_hash = tenants.tenant_hash
