-- One row per usage basis, record of EMSUsage or CPORM365Usage in force and workload that the
-- record has figures of: the licences it reports, those of them that count, or why none does.
-- Counted licences add up to the tenant's seats on the workload in that month.
{{ config(materialized='view') }}

{% set prefixes = ems_workload_prefixes() %}

with association_sets as (
    select distinct association_set,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365'
),

subscriptions as (
    select
        sets.association_set,
        usage.*,
        attributions.attribution_rank,
        -- The attribution that this subscription counts under (decision 8).
        min(case when usage.is_paid_sku then attributions.attribution_rank end) over (
            partition by
                sets.association_set,
                usage.partner_id,
                usage.tenant_id,
                usage.usage_month,
                usage.subscription_id
        ) as kept_rank,
    from {{ ref('stg_ems_usage') }} as usage
    cross join association_sets as sets
    left join {{ ref('int_m365_attributions') }} as attributions
        on
            sets.association_set = attributions.association_set
            and usage.association_key = attributions.association_key
            and usage.location_id = attributions.location_id
),

figures as (
    {% for prefix in prefixes %}
        select
            'EMSUsage' as dataset,
            association_set,
            file_id,
            record,
            partner_id,
            tenant_id,
            usage_month,
            '{{ prefix }}' as workload_key,
            association_key,
            location_id,
            coalesce({{ prefix }}_paid_count, 0) as paid_count,
            coalesce({{ prefix }}_active_count, 0) as active_count,
            not is_paid_sku as is_free,
            attribution_rank,
            is_paid_sku and attribution_rank = kept_rank as is_kept,
        from subscriptions
        where {{ prefix }}_paid_count <> 0 or {{ prefix }}_active_count <> 0
        union all
    {% endfor %}
    select
        'CPORM365Usage' as dataset,
        sets.association_set,
        usage.file_id,
        usage.record,
        usage.partner_id,
        usage.tenant_id,
        usage.usage_month,
        usage.workload_key,
        usage.association_key,
        usage.location_id,
        coalesce(usage.paid_count, 0) as paid_count,
        coalesce(usage.active_count, 0) as active_count,
        false as is_free,
        attributions.attribution_rank,
        attributions.attribution_rank is not null as is_kept,
    from {{ ref('stg_cpor_m365_usage') }} as usage
    cross join association_sets as sets
    left join {{ ref('int_m365_attributions') }} as attributions
        on
            sets.association_set = attributions.association_set
            and usage.association_key = attributions.association_key
            and usage.location_id = attributions.location_id
),

lines as (
    select
        figures.*,
        workload_names.workload,
        association_names.association,
        -- Paid licences as one source has them: subscriptions add up, a claim stands for itself.
        case
            when figures.dataset = 'CPORM365Usage' then figures.paid_count
            else
                sum(figures.paid_count) over (
                    partition by
                        figures.association_set,
                        figures.partner_id,
                        figures.tenant_id,
                        figures.usage_month,
                        workload_names.workload,
                        figures.dataset,
                        figures.is_kept
                )
        end as source_paid_count,
    from figures
    inner join {{ ref('int_workload_names') }} as workload_names using (workload_key)
    left join {{ ref('int_association_names') }} as association_names using (association_key)
    where figures.tenant_id is not null
),

-- Several sources tell of the same licences: the larger one stands (decisions 6 and 7). Among
-- equals the subscriptions, then the first record, so that each licence is counted in one place.
ordered as (
    select
        *,
        {% for order, measure in [('paid', 'source_paid_count'), ('active', 'active_count')] %}
            row_number() over (
                partition by
                    association_set, partner_id, tenant_id, usage_month, workload, is_kept
                order by {{ measure }} desc, dataset desc, file_id, record
            ) as {{ order }}_order,
        {% endfor %}
        first_value(dataset) over (
            partition by association_set, partner_id, tenant_id, usage_month, workload, is_kept
            order by source_paid_count desc, dataset desc, file_id, record
        ) as paid_dataset,
    from lines
),

bases as (
    select distinct
        basis_key,
        usage_basis,
        association_set,
    from {{ ref('int_usage_basis_rows') }}
    where part = 'm365'
),

judged as (
    select
        bases.usage_basis,
        lines.*,
        case
            when lines.is_free then 'free_sku'
            when products.name is null then 'workload_not_eligible'
            when lines.association is null then 'unknown_association'
            when lines.attribution_rank is null then 'association_not_eligible'
            when not lines.is_kept then 'second_attribution'
            when lines.active_order = 1 or lines.paid_order = 1 then 'counted'
            when lines.dataset = 'EMSUsage' and lines.paid_dataset = 'EMSUsage' then 'counted'
            else 'same_seats'
        end as reason,
    from ordered as lines
    inner join bases using (association_set)
    left join {{ ref('int_usage_basis_rows') }} as products
        on
            products.kind = 'product'
            and bases.basis_key = products.basis_key
            and lines.workload = products.name
)

select
    usage_basis,
    association_set,
    dataset,
    file_id,
    record,
    partner_id,
    tenant_id,
    usage_month,
    workload as product,
    association,
    location_id,
    paid_count,
    active_count,
    case
        when reason <> 'counted' then 0
        when paid_order = 1 or (dataset = 'EMSUsage' and paid_dataset = 'EMSUsage') then paid_count
        else 0
    end as counted_paid_count,
    case when reason = 'counted' and active_order = 1 then active_count else 0 end
        as counted_active_count,
    reason,
from judged
