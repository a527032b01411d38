-- One row per partner, month, reason and name of EMSUsage that is the truth: records, each under
-- one reason, and paid seats, each figure under one reason. A record that counts for one of its
-- workloads is counted, although a claim may report the seats of another.
with rows_without_attribution as (
    select
        usage.partner_id,
        usage.usage_month,
        case
            when not usage.is_paid_sku then 'free_sku'
            when associations.name is null then 'unknown_association'
            when not associations.is_eligible then 'association_not_eligible'
            when usage.tenant_id is null then 'no_tenant'
        end as reason,
        case
            when not usage.is_paid_sku then '(all)'
            when associations.name is null then coalesce(usage.association_key, '(empty)')
            when not associations.is_eligible then associations.name
            when usage.tenant_id is null then '(empty)'
        end as name,
        count(*) as records_count,
        sum(
            {% for prefix in ems_workload_prefixes() %}
                coalesce(usage.{{ prefix }}_paid_count, 0) {{ '+' if not loop.last }}
            {% endfor %}
        ) as seats_count,
    from {{ ref('stg_ems_usage') }} as usage
    left join {{ ref('int_m365_names') }} as associations
        on usage.association_key = associations.name_key and associations.kind = 'association'
    where
        not usage.is_paid_sku
        or associations.is_eligible is not true
        or usage.tenant_id is null
    group by all
),

attributed as (
    select
        tenant_key,
        usage_month,
        case
            when has_differing_amounts then 'attribution_amounts_differ'
            else 'second_attribution'
        end as reason,
        records_count,
        seats_count,
    from {{ ref('int_ems_attributed') }}
    where not is_kept
    union all
    select
        tenant_key,
        usage_month,
        case
            when counted_seats = 0 and claimed_seats != 0 then 'same_seats'
            when counted_seats = 0 and other_seats != 0 then 'workload_not_eligible'
            when is_blind then 'blind_workload'
            else 'counted'
        end as reason,
        records_count,
        counted_seats as seats_count,
    from {{ ref('int_ems_counted') }}
    union all
    select
        tenant_key,
        usage_month,
        'same_seats' as reason,
        0 as records_count,
        claimed_seats as seats_count,
    from {{ ref('int_ems_counted') }}
    where claimed_seats != 0
    union all
    select
        tenant_key,
        usage_month,
        'workload_not_eligible' as reason,
        0 as records_count,
        other_seats as seats_count,
    from {{ ref('int_ems_counted') }}
    where other_seats != 0
)

select
    partner_id,
    usage_month,
    reason,
    name,
    records_count,
    seats_count,
from rows_without_attribution
union all
select
    tenants.partner_id,
    attributed.usage_month,
    attributed.reason,
    cast(null as varchar) as name,
    sum(attributed.records_count) as records_count,
    sum(attributed.seats_count) as seats_count,
from attributed
inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
group by tenants.partner_id, attributed.usage_month, attributed.reason
