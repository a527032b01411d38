-- One row per tenant, month, subscription of EMSUsage and attribution of it that may count: the
-- first by rank is counted, the others report the same seats once more. Of the paid seats of a
-- counted one those that the score has from it, those that a CPOR claim reports with a larger
-- figure, and those of workloads that the rules in force do not count.
with blind_files as (
    select distinct file_id
    from {{ ref('int_blind_workloads') }}
),

rows as (
    select
        seats.*,
        ranks.attribution_rank,
        coalesce(verdicts.is_kept, true) as is_kept,
        verdicts.is_kept is not null as is_repeated,
        blind_files.file_id is not null as is_blind,
        claims.reason is not null as is_claimed
    from {{ ref('int_seat_rows') }} as seats
    inner join {{ ref('int_attribution_ranks') }} as ranks using (set_key, attribution_key)
    left join {{ ref('int_attribution_verdicts') }} as verdicts
        using (set_key, delivered_month_key, tenant_hash, line_key, attribution_key)
    left join blind_files on {{ file_of('seats.record_key') }} = blind_files.file_id
    left join {{ ref('int_claims') }} as claims
        on
            claims.reason = 'counted'
            and seats.partner_id = claims.partner_id
            and seats.tenant_hash = claims.tenant_hash
            and seats.usage_month = claims.usage_month
            and seats.workload = claims.workload
    where seats.dataset = 'EMSUsage' and not seats.is_free and seats.tenant_hash is not null
),

attributed as (
    select
        partner_id,
        delivered_month_key,
        usage_month,
        tenant_hash,
        line_key,
        attribution_rank,
        is_kept,
        bool_or(is_repeated) as is_repeated,
        bool_or(is_blind) as is_blind,
        count(distinct record_key) as records_count,
        min(record_key) as first_record_key,
        sum(paid_count) as seats_count,
        sum(case when is_eligible_workload and not is_claimed then paid_count else 0 end)
            as counted_seats,
        sum(case when is_eligible_workload and is_claimed then paid_count else 0 end)
            as claimed_seats,
        sum(case when is_eligible_workload then 0 else paid_count end) as other_seats
    from rows
    group by
        partner_id, delivered_month_key, usage_month, tenant_hash, line_key, attribution_rank,
        is_kept
),

-- Attributions that do not report the same licences of each workload.
workloads as (
    select
        delivered_month_key,
        tenant_hash,
        line_key,
        attribution_rank,
        workload_key,
        sum(paid_count) as paid_count
    from rows
    where is_repeated and paid_count <> 0
    group by delivered_month_key, tenant_hash, line_key, attribution_rank, workload_key
),

ranked as (
    select
        delivered_month_key,
        tenant_hash,
        line_key,
        count(distinct attribution_rank) as attributions_count
    from rows
    where is_repeated
    group by delivered_month_key, tenant_hash, line_key
    having count(distinct attribution_rank) > 1
),

differing as (
    select distinct
        delivered_month_key,
        tenant_hash,
        line_key
    from (
        select
            workloads.delivered_month_key,
            workloads.tenant_hash,
            workloads.line_key,
            workloads.workload_key
        from workloads
        inner join ranked using (delivered_month_key, tenant_hash, line_key)
        group by
            workloads.delivered_month_key, workloads.tenant_hash, workloads.line_key,
            workloads.workload_key, ranked.attributions_count
        having
            count(*) < ranked.attributions_count
            or min(workloads.paid_count) < max(workloads.paid_count)
    ) as lines
)

select
    attributed.partner_id,
    tenants.tenant_id,
    attributed.usage_month,
    attributed.line_key,
    attributed.attribution_rank,
    attributed.is_kept,
    attributed.is_blind,
    differing.line_key is not null as has_differing_amounts,
    attributed.records_count,
    attributed.first_record_key,
    attributed.seats_count,
    attributed.counted_seats,
    attributed.claimed_seats,
    attributed.other_seats
from attributed
inner join {{ ref('int_tenants') }} as tenants
    on
        attributed.partner_id = tenants.partner_id
        and attributed.tenant_hash = tenants.tenant_hash
left join differing
    on
        attributed.delivered_month_key = differing.delivered_month_key
        and attributed.tenant_hash = differing.tenant_hash
        and attributed.line_key = differing.line_key
