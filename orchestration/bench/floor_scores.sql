-- The floor, fourth: the scores made of the answers, and the marts (fct_...) of both.
create temp table partners as
select partner_id from azure_seen
union
select partner_id from ems_rows
union
select "PGAMpnId"::bigint from profile_file
union
select "PGAMpnId"::bigint from training_file;

create temp table histories as
select
    partners.partner_id,
    months.as_of_month,
    if(
        coalesce(
            bool_and(
                extracts.last_month >= months.as_of_month
                and extracts.first_month
                <= months.as_of_month
                - if(extracts.part = 'azure', interval 23 month, interval 12 month)
            ),
            false
        ),
        'complete',
        'short_history'
    ) as history_status,
    if(months.as_of_month = getvariable('as_of_month'), 'snapshot', 'reconstructed')
        as skilling_basis,
from partners
cross join (select distinct as_of_month from evaluations) as months
left join extracts on list_contains(extracts.partners, partners.partner_id)
group by partners.partner_id, months.as_of_month;

create temp table usage_parts as
with totals as (
    select
        ask_key,
        as_of_month,
        partner_id,
        count(*) filter (is_qualified_now) as now_tenants,
        count(*) filter (is_qualified_then) as then_tenants,
        sum(now_value) filter (is_qualified_now) as now_value,
        sum(then_value) filter (is_qualified_then) as then_value,
    from answers
    group by ask_key, as_of_month, partner_id
),

measured as (
    select
        partners.partner_id,
        evaluations.*,
        rules.* exclude (solution_area, rule_version, step, steps_to_max),
        rules.step::decimal(28, 10) as step,
        rules.steps_to_max::integer as steps_to_max,
        coalesce(if(rules.counts = 'tenant', now_tenants, now_value), 0)::decimal(28, 10)
            as current_value,
        coalesce(if(rules.counts = 'tenant', then_tenants, then_value), 0)::decimal(28, 10)
            as baseline_value,
        (current_value - baseline_value)::decimal(28, 10) as net_value,
        if(combine = 'floor_each', greatest(net_value, 0), net_value) as paying_value,
    from partners
    cross join evaluations
    inner join rules using (rule_version)
    left join totals using (ask_key, as_of_month, partner_id)
)

-- Whole steps: the remainder of exact decimals is taken off before dividing.
select
    *,
    ((paying_value - paying_value % step) / step)::bigint as counted_units,
from measured;

-- Certificates that count on the last day of the as-of month, people by the steps they hold.
create temp table skilling_parts as
with held as (
    select
        evaluations.as_of_month,
        evaluations.rule_version,
        steps.path,
        certificates.partner_id::bigint as partner_id,
        certificates.person,
        list(distinct steps.step::integer) as steps,
    from evaluations
    inner join step_certifications as steps using (rule_version)
    inner join certifications using (certification)
    inner join certificates using (certification)
    where
        certificates.completed_on <= last_day(evaluations.as_of_month)
        and coalesce(
            least(certificates.expires_on, certifications.counts_until::date)
            >= last_day(evaluations.as_of_month),
            true
        )
    group by all
),

steps as (
    select
        rule_version,
        path,
        metric,
        step::integer as step,
        min_people::integer as min_people,
        points_once::integer as points_once,
        points_at_max::integer as points_at_max,
        max_people::integer as max_people,
        same_person::boolean as is_same_person,
        coalesce(string_split(needs_steps, '|')::integer[], []) as needed_steps,
    from skilling_steps
),

counted as (
    select
        partners.partner_id,
        evaluations.*,
        steps.* exclude (rule_version),
        count(held.person) as holders,
        count(held.person) filter (
            not steps.is_same_person or list_has_all(held.steps, steps.needed_steps)
        ) as people,
    from partners
    cross join evaluations
    inner join steps using (rule_version)
    left join held
        on
            partners.partner_id = held.partner_id
            and evaluations.as_of_month = held.as_of_month
            and evaluations.rule_version = held.rule_version
            and steps.path = held.path
            and list_contains(held.steps, steps.step)
    group by all
)

select
    *,
    list_has_all(
        list(step) filter (holders >= min_people) over (
            partition by partner_id, as_of_month, rule_version, path
        ),
        needed_steps
    ) as are_needs_met,
    if(are_needs_met, people, 0) as counted_people,
from counted;

create temp table metric_scores as
with usage as (
    select
        partner_id,
        as_of_month,
        rule_version,
        path,
        metric,
        max_points,
        steps_to_max as units_at_max,
        greatest(sum(counted_units), 0)::bigint as units,
        0 as points_once,
        true as are_needs_met,
        units as possible_units,
        max_points as payable_points,
    from usage_parts
    group by all
),

skilling as (
    select
        parts.partner_id,
        parts.as_of_month,
        parts.rule_version,
        parts.path,
        parts.metric,
        metrics.max_points::integer as max_points,
        max(max_people) as units_at_max,
        sum(counted_people) filter (max_people is not null) as units,
        sum(if(holders >= min_people, points_once, 0)) as points_once,
        bool_and(are_needs_met) as are_needs_met,
        sum(people) filter (max_people is not null) as possible_units,
        sum(points_at_max) as payable_points,
    from skilling_parts as parts
    inner join metrics using (rule_version, path, metric)
    group by all
),

-- The payable points times units over the units it takes, half up to four places.
scores as (
    select
        *,
        least(
            points_once
            + (
                (payable_points * least(units, units_at_max) * 20000 + units_at_max)
                // (2 * units_at_max)
            )::bigint * 0.0001::decimal(5, 4),
            max_points
        )::decimal(9, 4) as points,
    from (
        from usage
        union all
        from skilling
    )
)

select
    scores.*,
    case
        when not are_needs_met then 'prerequisites_missing'
        when points = 0 then 'no_points'
        when units > units_at_max then 'capped'
        else 'scored'
    end as status,
    greatest(units_at_max - possible_units, 0) as units_to_max,
from scores;

create temp view fct_metric_scores as
select
    scores.partner_id::varchar as partner_id,
    scores.as_of_month,
    evaluations.solution_area,
    scores.rule_version,
    scores.path,
    scores.metric,
    evaluations.is_rule_in_force,
    metrics.category,
    scores.units::decimal(28, 10) as counted_units,
    scores.points,
    scores.max_points::decimal(9, 4) as max_points,
    scores.units_to_max::decimal(28, 10) as units_to_max,
    scores.status,
    histories.history_status,
    'computed' as basis,
    null::varchar as reason_not_computable,
    scores.points > 0 and scores.points < 1 as is_below_one_point,
    metrics.unit,
from metric_scores as scores
inner join evaluations using (as_of_month, rule_version)
inner join histories using (partner_id, as_of_month)
inner join metrics using (rule_version, path, metric);

create temp view fct_designation_scores as
with totals as (
    select
        scores.partner_id,
        scores.as_of_month,
        scores.rule_version,
        scores.path,
        programme.qualifying_points::decimal(9, 4) as qualifying_points,
        sum(scores.points)::decimal(9, 4) as total_points,
        count(*) filter (scores.points <= programme.metric_floor_points::decimal(9, 4))
            as metrics_without_points,
    from metric_scores as scores
    inner join programme using (rule_version)
    group by all
)

select
    totals.partner_id::varchar as partner_id,
    totals.as_of_month,
    evaluations.solution_area,
    totals.rule_version,
    totals.path,
    evaluations.is_rule_in_force,
    totals.total_points,
    floor(totals.total_points + 0.5)::integer as total_points_shown,
    totals.qualifying_points,
    totals.metrics_without_points::integer as metrics_without_points,
    total_points >= qualifying_points and totals.metrics_without_points = 0 as qualifies,
    total_points_shown >= qualifying_points and total_points < qualifying_points
        as is_rounded_up_to_pass,
    row_number() over (
        partition by totals.partner_id, totals.as_of_month, totals.rule_version
        order by
            total_points >= qualifying_points and totals.metrics_without_points = 0 desc,
            total_points desc,
            path_labels.display_order
    ) = 1 as is_best_path,
    histories.history_status,
    histories.skilling_basis,
    0 as metrics_not_computable,
    0::decimal(9, 4) as points_open,
    false as is_open,
    null::varchar as class_basis,
    null::decimal(28, 10) as class_share_pct,
from totals
inner join evaluations using (as_of_month, rule_version)
inner join histories using (partner_id, as_of_month)
inner join path_labels using (path);

create temp view fct_metric_parts as
with signed as (
    select
        *,
        sum(counted_units) over (
            partition by partner_id, as_of_month, rule_version, path, metric
        ) as units,
    from usage_parts
)

select
    partner_id::varchar as partner_id,
    as_of_month,
    solution_area,
    rule_version,
    path,
    metric,
    part,
    is_rule_in_force,
    current_value,
    baseline_value,
    net_value,
    counted_units::decimal(28, 10) as counted_units,
    -- One step more than there is; where lines are netted, first what the sum is short of nothing.
    if(
        units >= steps_to_max,
        null,
        (counted_units + 1 - least(if(combine = 'floor_each', 0, units), 0)) * step
        - if(combine = 'floor_each' and net_value < 0, net_value, paying_value)
    )::decimal(28, 10) as units_to_next_point,
    unit,
    value_measure,
    round(
        (current_value - baseline_value)::double * 100 / nullif(baseline_value::double, 0), 4
    )::decimal(28, 10) as change_pct,
    null::boolean as is_counted_part,
from signed
union all
select
    partner_id::varchar,
    as_of_month,
    solution_area,
    rule_version,
    path,
    metric,
    'step_' || step,
    is_rule_in_force,
    holders,
    null,
    holders,
    counted_people,
    case
        when max_people is null and holders < min_people then min_people - holders
        when counted_people < max_people then 1
    end,
    'people',
    null,
    null,
    null,
from skilling_parts;

create temp view fct_tenant_months as
select
    months.partner_id::varchar as partner_id,
    months.tenant_id::varchar as tenant_id,
    months.usage_month,
    names.part as product_line,
    months.usage_basis,
    names.association_set,
    months.acr_usd::decimal(28, 10) as acr_usd,
    months.now_usd::decimal(28, 10) as ttm_acr_usd,
    months.largest_paid::decimal(28, 10) as largest_workload_paid_count,
    months.protected_users::decimal(28, 10) as protected_users_count,
from (
    select 'azure' as part, usage_basis, partner_id, tenant_id, usage_month,
        acr_usd, now_usd, null as largest_paid, null as protected_users,
    from azure_windows
    where acr_usd is not null
    union all
    select 'm365', usage_basis, partner_id, tenant_id, usage_month,
        null, null, largest_paid, protected_users,
    from seat_totals
) as months
inner join (select distinct part, usage_basis, association_set from bases) as names
    using (part, usage_basis);
