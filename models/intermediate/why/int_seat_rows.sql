-- One row per record of EMSUsage or CPORM365Usage that is the truth (of EMSUsage, per workload that
-- it has figures of): what its names mean, and whether the rules in force count them.
with eligible as (
    select
        bases.product_line,
        bases.set_key,
        rows.kind,
        rows.name
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
)

select
    delivered.dataset,
    delivered.partner_id,
    delivered.usage_month,
    records.delivered_month_key,
    records.tenant_hash,
    records.line_key,
    records.attribution_key,
    records.record_key,
    records.is_free,
    products.product as workload,
    products.spelling as workload_key,
    workloads.name is not null as is_eligible_workload,
    attributions.association,
    attributions.association_key,
    associations.name is not null as is_eligible_association,
    associations.set_key,
    coalesce(records.amount, 0) as paid_count
from {{ ref('int_usage_records') }} as records
inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
inner join {{ ref('usage_datasets') }} as datasets using (dataset)
inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
left join {{ ref('int_products') }} as products using (product_key)
left join eligible as workloads
    on
        workloads.kind = 'product'
        and datasets.part = workloads.product_line
        and products.product = workloads.name
left join eligible as associations
    on
        associations.kind = 'association'
        and datasets.part = associations.product_line
        and attributions.association = associations.name
where delivered.is_truth and datasets.has_items
