-- One row per partner, tenant, workload and association that Microsoft 365 rows of the two newest
-- as-of months name, whether they earn or not, and the months it is named in.
{{ config(materialized='view') }}

with months as (
    select distinct
        evaluations.partner_id,
        months.usage_month,
    from {{ ref('int_explained_evaluations') }} as evaluations
    inner join {{ ref('int_window_months') }} as months using (evaluation_key)
    where months.is_current and months.part = 'm365' and months.usage_month = months.end_month
),

ems_rows as (
    select
        usage.partner_id,
        usage.tenant_id,
        usage.usage_month,
        usage.association_key,
        usage.is_paid_sku,
        {% for prefix in ems_workload_prefixes() %}
            bool_or(
                usage.{{ prefix }}_paid_count > 0 or usage.{{ prefix }}_active_count > 0
            ) as {{ prefix }}_is_named,
        {% endfor %}
    from {{ ref('stg_ems_usage') }} as usage
    inner join months using (partner_id, usage_month)
    group by all
),

named as (
    {% for prefix in ems_workload_prefixes() %}
        select
            partner_id,
            tenant_id,
            usage_month,
            association_key,
            is_paid_sku,
            '{{ prefix }}' as workload_key,
        from ems_rows
        where {{ prefix }}_is_named
        union all
    {% endfor %}
    select
        partner_id,
        tenant_id,
        usage_month,
        association_key,
        is_paid_sku,
        cast(null as varchar) as workload_key,
    from ems_rows
    union all
    select
        usage.partner_id,
        usage.tenant_id,
        usage.usage_month,
        usage.association_key,
        true as is_paid_sku,
        usage.workload_key,
    from {{ ref('stg_cpor_m365_usage') }} as usage
    inner join months using (partner_id, usage_month)
)

select
    'm365' as part,
    named.partner_id,
    named.tenant_id,
    workload_names.workload as product,
    coalesce(association_names.association, named.association_key) as association,
    cast(null as varchar) as offer,
    named.is_paid_sku as is_paid,
    min(named.usage_month) as first_month,
    max(named.usage_month) as last_month,
from named
left join {{ ref('int_workload_names') }} as workload_names using (workload_key)
left join {{ ref('int_association_names') }} as association_names using (association_key)
where named.tenant_id is not null
group by all
