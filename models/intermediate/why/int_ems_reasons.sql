-- One row per partner, month, reason and name of EMSUsage that is the truth: records, each under
-- one reason, and paid seats, each figure under one reason. A record that counts for one of its
-- workloads is counted, although a claim may report the seats of another.
with rows_without_attribution as (
    select
        partner_id,
        usage_month,
        record_key,
        paid_count,
        case
            when is_free then 'free_sku'
            when association is null then 'unknown_association'
            when not is_eligible_association then 'association_not_eligible'
            else 'no_tenant'
        end as reason,
        case
            when is_free then '(all)'
            when association is null then coalesce(association_key, '(empty)')
            when not is_eligible_association then association
            else '(empty)'
        end as name
    from {{ ref('int_seat_rows') }}
    where
        dataset = 'EMSUsage'
        and (is_free or not is_eligible_association or tenant_hash is null)
),

attributed as (
    select
        partner_id,
        usage_month,
        case
            when has_differing_amounts then 'attribution_amounts_differ'
            else 'second_attribution'
        end as reason,
        records_count,
        seats_count
    from {{ ref('int_subscriptions') }}
    where not is_kept
    union all
    select
        partner_id,
        usage_month,
        case
            when counted_seats = 0 and claimed_seats <> 0 then 'same_seats'
            when counted_seats = 0 and other_seats <> 0 then 'workload_not_eligible'
            when is_blind then 'blind_workload'
            else 'counted'
        end as reason,
        records_count,
        counted_seats as seats_count
    from {{ ref('int_subscriptions') }}
    where is_kept
    {% for reason, seats in [
        ('same_seats', 'claimed_seats'), ('workload_not_eligible', 'other_seats')
    ] %}
        union all
        select
            partner_id,
            usage_month,
            '{{ reason }}' as reason,
            0 as records_count,
            {{ seats }} as seats_count
        from {{ ref('int_subscriptions') }}
        where is_kept and {{ seats }} <> 0
    {% endfor %}
)

select
    partner_id,
    usage_month,
    reason,
    name,
    count(distinct record_key) as records_count,
    sum(paid_count) as seats_count
from rows_without_attribution
group by partner_id, usage_month, reason, name
union all
select
    partner_id,
    usage_month,
    reason,
    cast(null as varchar) as name,
    sum(records_count) as records_count,
    sum(seats_count) as seats_count
from attributed
group by partner_id, usage_month, reason
