-- The floor, third: every tenant held against what every scored month asks of it.

-- The months scored under the version in force, and the newest one under every version. The
-- newest and the one before are explained: all their tenants are told of.
create temp table evaluations as
with versions as (
    select
        *,
        effective_from::date as first_day,
        lead(effective_from::date) over (order by effective_from::date) as next_first_day,
    from rule_versions
),

months as (
    select
        month::date as as_of_month,
        month = getvariable('as_of_month') as is_newest_month,
    from
        range(
            (select min(usage_month) + interval 12 month from azure_seen),
            getvariable('as_of_month') + interval 1 day,
            interval 1 month
        ) as spine (month)
)

select
    months.as_of_month,
    versions.rule_version,
    versions.solution_area,
    versions.first_day <= last_day(months.as_of_month)
    and coalesce(versions.next_first_day > last_day(months.as_of_month), true)
        as is_rule_in_force,
    months.is_newest_month,
    months.as_of_month >= getvariable('as_of_month') - interval 1 month as is_explained,
from months
cross join versions
where is_rule_in_force or months.is_newest_month;

-- Bounds as closed ones: above a bound is the smallest amount more.
create temp table rules as
with sizes as (
    select
        *,
        coalesce(
            lower::decimal(28, 10) + if(lower_inclusive::boolean, 0, 0.0000000001),
            -99999999999999999
        )::decimal(28, 10) as at_least,
        coalesce(
            upper::decimal(28, 10) - if(upper_inclusive::boolean, 0, 0.0000000001),
            99999999999999999
        )::decimal(28, 10) as at_most,
    from criteria
    where criterion = 'size'
)

select
    parts.*,
    metrics.combine,
    metrics.max_points::integer as max_points,
    path_labels.tenant_size,
    bases.usage_basis,
    dense_rank() over (
        order by
            parts.part, bases.usage_basis, sizes.at_least, sizes.at_most, activities.lower,
            grown.at_least, grown.at_most
    ) as ask_key,
    sizes.at_least,
    sizes.at_most,
    activities.lower::decimal(9, 8) as active_share,
    grown.at_least as grown_at_least,
    grown.at_most as grown_at_most,
from metric_parts as parts
inner join metrics using (rule_version, path, metric)
inner join path_labels using (path)
inner join bases using (rule_version, part)
inner join sizes using (rule_version, path, metric, part)
left join criteria as activities
    on
        activities.criterion = 'activity'
        and parts.rule_version = activities.rule_version
        and parts.path = activities.path
        and parts.metric = activities.metric
        and parts.part = activities.part
left join sizes as grown
    on
        sizes.rule_version = grown.rule_version
        and sizes.carried_from_path = grown.path
        and sizes.metric = grown.metric
        and sizes.part = grown.part;

-- What is asked of tenants, once for all versions, paths and metrics that ask the same.
create temp table asks as
select
    rules.ask_key,
    rules.part,
    rules.usage_basis,
    rules.at_least,
    rules.at_most,
    rules.active_share,
    rules.grown_at_least,
    rules.grown_at_most,
    evaluations.as_of_month,
    (evaluations.as_of_month - interval 12 month)::date as baseline_month,
    bool_or(evaluations.is_explained) as is_explained,
from rules
inner join evaluations using (rule_version)
group by all;

-- Licences are held against bounds workload by workload. The one that decides is the largest that
-- passes, else the one that lacks the fewest active users, else the nearest to the bounds.
create temp table seat_tests as
with ends as (
    select ask_key, usage_basis, as_of_month as usage_month, at_least, at_most, active_share,
        grown_at_least, grown_at_most,
    from asks
    where part = 'm365'
    union
    select ask_key, usage_basis, baseline_month, at_least, at_most, active_share,
        grown_at_least, grown_at_most,
    from asks
    where part = 'm365'
),

-- Licences are whole ones, which compare many times faster as whole numbers.
whole as (
    select
        ask_key,
        usage_basis,
        usage_month,
        ceil(at_least)::bigint as at_least,
        floor(at_most)::bigint as at_most,
        (10000 * active_share)::bigint as active_share,
        ceil(grown_at_least)::bigint as grown_at_least,
        floor(grown_at_most)::bigint as grown_at_most,
    from ends
),

held as (
    select
        ends.ask_key,
        seats.*,
        seats.paid between ends.at_least and ends.at_most as is_sized,
        coalesce(10000 * seats.active >= ends.active_share * seats.paid, true) as is_active,
        seats.paid between ends.grown_at_least and ends.grown_at_most as is_grown,
        1000 * case
            when not is_sized
                then 300000000000000
                    + 10000 * greatest(ends.at_least - seats.paid, seats.paid - ends.at_most)
            when not is_active
                then 200000000000000 + ends.active_share * seats.paid - 10000 * seats.active
            else 100000000000000 - 10000 * seats.paid
        end + enum_code(seats.product) as place,
    from seat_months as seats
    inner join whole as ends using (usage_basis, usage_month)
)

select
    ask_key,
    partner_id,
    tenant_id,
    usage_month,
    bool_or(is_sized and is_active) as is_met,
    bool_or(is_sized) as is_sized,
    bool_or(is_grown and is_active) as is_grown,
    arg_min(product, place) as product,
    arg_min(paid, place) as paid,
    arg_min(active, place) as active,
from held
group by ask_key, partner_id, tenant_id, usage_month;

create temp table seat_totals as
select
    usage_basis,
    partner_id,
    tenant_id,
    usage_month,
    max(paid) as largest_paid,
    min(paid) as smallest_paid,
    max(active) as most_active,
    sum(least(paid, active))::bigint as protected_users,
from seat_months
group by usage_basis, partner_id, tenant_id, usage_month;

-- What becomes of each tenant: who passes now or passed a year ago, and where the month is
-- explained everybody who is named in either window.
create temp table answers as
with seen as (
    select distinct
        seen.partner_id,
        seen.tenant_id,
        months.as_of_month,
    from seats_seen as seen
    inner join (select distinct as_of_month, baseline_month from asks) as months
        on seen.usage_month in (months.as_of_month, months.baseline_month)
),

azure as (
    select
        asks.ask_key,
        asks.as_of_month,
        asks.is_explained,
        windows.partner_id,
        windows.tenant_id,
        coalesce(windows.now_usd between asks.at_least and asks.at_most, false) as is_met_now,
        coalesce(windows.then_usd between asks.at_least and asks.at_most, false)
            as is_qualified_then,
        coalesce(windows.now_usd between asks.grown_at_least and asks.grown_at_most, false)
        and is_qualified_then as is_carried,
        windows.now_usd is not null as is_earning,
        is_met_now as is_sized_now,
        coalesce(windows.now_usd > asks.at_most, false) as is_above_range,
        coalesce(windows.now_usd, 0)::decimal(28, 10) as now_value,
        coalesce(windows.then_usd, 0)::decimal(28, 10) as then_value,
        null::bigint as largest_paid,
        null::product as product,
        null::bigint as now_paid,
        null::bigint as now_active,
        null::bigint as then_paid,
    from asks
    inner join azure_windows as windows
        on
            asks.usage_basis = windows.usage_basis
            and asks.as_of_month = windows.usage_month
            and asks.as_of_month >= windows.first_month
    where asks.part = 'azure'
),

m365 as (
    select
        asks.ask_key,
        asks.as_of_month,
        asks.is_explained,
        seen.partner_id,
        seen.tenant_id,
        coalesce(now.is_met, false) as is_met_now,
        coalesce(year_before.is_met, false) as is_qualified_then,
        coalesce(now.is_grown and year_before.is_sized, false) as is_carried,
        coalesce(now_totals.largest_paid > 0 or now_totals.most_active > 0, false) as is_earning,
        coalesce(now.is_sized, false) as is_sized_now,
        coalesce(now_totals.smallest_paid > asks.at_most, false) as is_above_range,
        coalesce(now_totals.protected_users, 0)::decimal(28, 10) as now_value,
        coalesce(then_totals.protected_users, 0)::decimal(28, 10) as then_value,
        now_totals.largest_paid,
        now.product,
        now.paid as now_paid,
        now.active as now_active,
        year_before.paid as then_paid,
    from asks
    inner join seen using (as_of_month)
    left join seat_tests as now
        on
            asks.ask_key = now.ask_key
            and asks.as_of_month = now.usage_month
            and seen.partner_id = now.partner_id
            and seen.tenant_id = now.tenant_id
    left join seat_tests as year_before
        on
            asks.ask_key = year_before.ask_key
            and asks.baseline_month = year_before.usage_month
            and seen.partner_id = year_before.partner_id
            and seen.tenant_id = year_before.tenant_id
    left join seat_totals as now_totals
        on
            asks.usage_basis = now_totals.usage_basis
            and asks.as_of_month = now_totals.usage_month
            and seen.partner_id = now_totals.partner_id
            and seen.tenant_id = now_totals.tenant_id
    left join seat_totals as then_totals
        on
            asks.usage_basis = then_totals.usage_basis
            and asks.baseline_month = then_totals.usage_month
            and seen.partner_id = then_totals.partner_id
            and seen.tenant_id = then_totals.tenant_id
    where asks.part = 'm365'
)

select
    *,
    is_met_now or is_carried as is_qualified_now,
    is_carried and not is_met_now as is_carried_over,
from (
    from azure
    union all
    from m365
)
where is_explained or is_qualified_now or is_qualified_then;

-- Every tenant of every part: of the newest month all, of others those that change a score.
create temp view contributions as
select
    evaluations.*,
    rules.path,
    rules.metric,
    rules.part,
    rules.unit,
    rules.counts = 'tenant' as is_counted,
    answers.* exclude (ask_key, as_of_month, is_explained),
    if(
        is_counted,
        is_qualified_now::integer - is_qualified_then::integer,
        if(is_qualified_now, now_value, 0) - if(is_qualified_then, then_value, 0)
    )::decimal(28, 10) as contribution,
from evaluations
inner join rules using (rule_version)
inner join answers using (ask_key, as_of_month);

create temp view fct_tenant_contributions as
select
    partner_id::varchar as partner_id,
    as_of_month,
    solution_area,
    rule_version,
    path,
    metric,
    part as product_line,
    tenant_id::varchar as tenant_id,
    customers.customer_id,
    is_rule_in_force,
    is_qualified_now as is_qualified_current,
    is_qualified_then as is_qualified_baseline,
    if(is_counted and part = 'm365', coalesce(now_paid, 0), now_value)::decimal(28, 10)
        as current_value,
    if(is_counted and part = 'm365', coalesce(then_paid, 0), then_value)::decimal(28, 10)
        as baseline_value,
    product as deciding_workload,
    now_paid::decimal(28, 10) as current_paid_count,
    now_active::decimal(28, 10) as current_active_count,
    contribution,
    case
        when is_carried_over then 'carried_over'
        when is_counted and is_qualified_now and is_qualified_then then 'kept'
        when is_counted and is_qualified_now then 'gained'
        when is_counted and is_qualified_then then 'lost'
        when is_qualified_now and is_qualified_then and contribution > 0 then 'grew'
        when is_qualified_now and is_qualified_then and contribution < 0 then 'shrank'
        when is_qualified_now and is_qualified_then then 'unchanged'
        when is_qualified_now then 'entered_path'
        when is_qualified_then then 'left_path'
        when is_sized_now then 'inactive_licences'
        when is_above_range then 'above_range'
        else 'below_threshold'
    end as reason,
from contributions
inner join customers using (tenant_id)
where is_newest_month or contribution != 0;

create temp view fct_tenant_paths as
with paths as (
    select
        evaluations.as_of_month,
        evaluations.solution_area,
        evaluations.rule_version,
        evaluations.is_rule_in_force,
        rules.part,
        answers.partner_id,
        answers.tenant_id,
        bool_or(rules.tenant_size = 'large' and is_qualified_now) as is_enterprise,
        bool_or(rules.tenant_size = 'small' and is_qualified_now) as is_smb,
        bool_or(rules.tenant_size = 'small' and is_carried_over) as is_smb_carry_over,
        max(if(rules.part = 'm365', coalesce(largest_paid, 0), null)) as largest_paid,
        max(if(rules.part = 'azure', now_value, null)) as ttm_acr_usd,
    from evaluations
    inner join rules using (rule_version)
    inner join answers using (ask_key, as_of_month)
    where evaluations.is_explained and rules.metric = 'usage_growth' and rules.path != 'single'
    group by all
)

select
    partner_id::varchar as partner_id,
    as_of_month,
    solution_area,
    rule_version,
    part as product_line,
    tenant_id::varchar as tenant_id,
    is_rule_in_force,
    is_enterprise,
    is_smb,
    is_smb_carry_over,
    largest_paid::decimal(28, 10) as largest_workload_paid_count,
    ttm_acr_usd,
    case
        when is_smb_carry_over then 'carried_over'
        when is_enterprise and is_smb then 'both_sizes'
        when is_enterprise then 'enterprise_size'
        when is_smb then 'smb_size'
        else 'no_path'
    end as reason,
from paths;
