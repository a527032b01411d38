-- Scores of an as-known release ({known}) beside those of the current one ({now}). Parameter:
-- $current_version, null where there is none to compare with.
with as_known as (
    select scores.*, totals.qualifies
    from {known}.marts.fct_metric_scores as scores
    inner join {known}.marts.fct_designation_scores as totals
        using (partner_id, as_of_month, solution_area, rule_version, path)
    where scores.is_rule_in_force
),

now as (
    select scores.*, totals.qualifies
    from {now}.marts.fct_metric_scores as scores
    inner join {now}.marts.fct_designation_scores as totals
        using (partner_id, as_of_month, solution_area, rule_version, path)
    where
        scores.is_rule_in_force
        and scores.as_of_month
        <= (select max(as_of_month) from {known}.marts.fct_metric_scores)
),

-- Everything behind a score in one text, which differs when any of it does.
deliveries as (
    select
        release,
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        is_skilling,
        string_agg(
            concat_ws(' ', dataset, delivery, first_month, last_month, months_count),
            ', ' order by dataset, delivery
        ) as deliveries
    from (
        select 'as_known' as release, *
        from {known}.marts.fct_score_deliveries
        union all by name
        select 'now' as release, *
        from {now}.marts.fct_score_deliveries
    )
    group by all
),

scores as (
    select
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        path,
        metric,
        coalesce(as_known.category, now.category) = 'skilling' as is_skilling,
        as_known.partner_id is not null as is_known,
        now.partner_id is not null as is_now,
        as_known.points as points_as_known,
        now.points as points_now,
        as_known.counted_units as counted_units_as_known,
        now.counted_units as counted_units_now,
        as_known.qualifies as qualifies_as_known,
        now.qualifies as qualifies_now
    from as_known
    full outer join now using (partner_id, as_of_month, solution_area, rule_version, path, metric)
)

select
    scores.partner_id,
    scores.as_of_month,
    scores.solution_area,
    scores.rule_version,
    scores.path,
    scores.metric,
    case
        when $current_version is null then 'not_compared'
        when not scores.is_now then 'only_as_known'
        when not scores.is_known then 'only_now'
        when
            scores.points_as_known = scores.points_now
            and scores.counted_units_as_known = scores.counted_units_now
            then 'same'
        else 'changed'
    end as status,
    scores.points_as_known,
    scores.points_now,
    (scores.points_now - scores.points_as_known)::decimal(9, 4) as points_change,
    scores.counted_units_as_known,
    scores.counted_units_now,
    (scores.counted_units_now - scores.counted_units_as_known)::decimal(28, 10)
        as counted_units_change,
    scores.qualifies_as_known,
    scores.qualifies_now,
    case
        when $current_version is not null
            then deliveries_as_known.deliveries is distinct from deliveries_now.deliveries
    end as has_other_deliveries,
    $current_version::varchar as current_version
from scores
left join (from deliveries where release = 'as_known') as deliveries_as_known
    using (partner_id, as_of_month, solution_area, rule_version, is_skilling)
left join (from deliveries where release = 'now') as deliveries_now
    using (partner_id, as_of_month, solution_area, rule_version, is_skilling)
order by all
