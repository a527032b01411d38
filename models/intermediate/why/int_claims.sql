-- One row per record of CPORM365Usage that is the truth: what becomes of it. Of several claims on a
-- workload the one with the most paid licences counts, where EMSUsage does not report as many (the
-- larger figure stands, decision 6); the others tell of the same seats.
with rows as (
    select
        *,
        case
            when workload is null then 'unknown_workload'
            when not is_eligible_workload then 'workload_not_eligible'
            when association is null then 'unknown_association'
            when not is_eligible_association then 'association_not_eligible'
            when tenant_hash is null then 'no_tenant'
        end as reason
    from {{ ref('int_seat_rows') }}
    where dataset = 'CPORM365Usage'
),

claims as (
    select
        *,
        row_number() over (
            partition by partner_id, tenant_hash, usage_month, workload, reason is null
            order by paid_count desc, record_key
        ) as largest_first
    from rows
),

-- Most seats are claimed by nobody.
subscriptions as (
    select
        delivered.partner_id,
        tenants.tenant_hash,
        delivered.usage_month,
        products.product as workload,
        max(coalesce(amounts.amount, 0)) as paid_count
    from {{ ref('int_usage_amounts') }} as amounts
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    inner join {{ ref('int_accounting_bases') }} as bases
        on datasets.part = bases.product_line and amounts.set_key = bases.set_key
    inner join {{ ref('int_products') }} as products using (product_key)
    inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
    where delivered.is_truth and delivered.dataset = 'EMSUsage'
    group by
        delivered.partner_id, tenants.tenant_hash, delivered.usage_month, products.product
)

select
    claims.partner_id,
    claims.tenant_hash,
    claims.usage_month,
    claims.workload,
    claims.record_key,
    claims.paid_count,
    coalesce(
        claims.reason,
        case
            when claims.largest_first > 1 then 'same_seats'
            when claims.paid_count <= subscriptions.paid_count then 'same_seats'
            else 'counted'
        end
    ) as reason,
    case claims.reason
        when 'unknown_workload' then coalesce(claims.workload_key, '(empty)')
        when 'workload_not_eligible' then claims.workload
        when 'unknown_association' then coalesce(claims.association_key, '(empty)')
        when 'association_not_eligible' then claims.association
        when 'no_tenant' then '(empty)'
    end as name
from claims
left join subscriptions using (partner_id, tenant_hash, usage_month, workload)
