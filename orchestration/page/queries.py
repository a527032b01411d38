"""What the page asks of a release's marts for its sections, but for the Customer Eligibility report.

Belongs here: the SQL, one query per table of the page. Does not belong here: the report
(report.py), and arithmetic on scores: differences and sums are exact ones of published DECIMALs.

Queries of `PARTNER_TABLES` give the partner first; the page has its rows per partner. All are about
the newest scored month under the rules in force, but for the trend.
"""

from __future__ import annotations

_NEWEST = "(select max(as_of_month) from marts.fct_designation_scores)"
_IN_FORCE_NOW = f"facts.is_rule_in_force and facts.as_of_month = {_NEWEST}"

PARTNERS = f"""
    select
        facts.partner_id,
        partners.partner_name,
        partners.country,
        partners.locations_count,
        facts.as_of_month,
        facts.rule_version,
        bool_or(facts.history_status = 'short_history') as has_short_history,
        bool_or(facts.skilling_basis = 'reconstructed') as has_reconstructed_skilling
    from marts.fct_designation_scores as facts
    inner join marts.dim_partner as partners using (partner_id)
    where {_IN_FORCE_NOW}
    group by
        facts.partner_id, partners.partner_name, partners.country, partners.locations_count,
        facts.as_of_month, facts.rule_version
    order by lower(partners.partner_name), facts.partner_id
"""

PARTNER_TABLES = {
    "paths": f"""
        select
            facts.partner_id,
            facts.path,
            paths.label,
            facts.total_points,
            facts.total_points_shown,
            facts.qualifying_points,
            greatest(facts.qualifying_points - facts.total_points, 0) as missing_points,
            (
                select sum(metrics.max_points)
                from marts.fct_metric_scores as metrics
                where
                    metrics.partner_id = facts.partner_id
                    and metrics.as_of_month = facts.as_of_month
                    and metrics.rule_version = facts.rule_version
                    and metrics.path = facts.path
            ) as max_points,
            facts.metrics_without_points,
            facts.qualifies,
            facts.is_rounded_up_to_pass,
            facts.is_best_path
        from marts.fct_designation_scores as facts
        inner join marts.dim_path as paths using (path)
        where {_IN_FORCE_NOW}
        order by facts.is_best_path desc, paths.display_order
    """,
    "metrics": f"""
        select
            facts.partner_id,
            facts.path,
            facts.metric,
            metrics.label,
            facts.counted_units,
            facts.points,
            facts.max_points,
            facts.units_to_max,
            metrics.unit,
            facts.status
        from marts.fct_metric_scores as facts
        inner join marts.dim_metric as metrics using (metric)
        where {_IN_FORCE_NOW}
        order by metrics.display_order
    """,
    "parts": f"""
        select
            facts.partner_id,
            facts.path,
            facts.metric,
            facts.part,
            facts.current_value,
            facts.baseline_value,
            facts.net_value,
            facts.counted_units,
            facts.units_to_next_point,
            facts.unit,
            facts.change_pct
        from marts.fct_metric_parts as facts
        where {_IN_FORCE_NOW}
        order by facts.part
    """,
    "status": f"""
        select
            facts.partner_id,
            facts.status_on,
            facts.designation_status,
            facts.best_path,
            facts.qualified_month,
            facts.window_start_month,
            facts.window_end_month,
            facts.months_left_in_window,
            facts.enrolled_on,
            facts.anniversary_on,
            facts.renewal_ends_on,
            facts.renewal_window_start_month,
            facts.is_renewal_qualified
        from marts.fct_designation_status as facts
        where facts.as_of_month = {_NEWEST}
    """,
    "others": f"""
        select
            facts.partner_id,
            rules.label,
            paths.label as path_label,
            facts.total_points,
            facts.total_points_shown,
            facts.qualifies
        from marts.fct_designation_scores as facts
        inner join marts.dim_rule_version as rules using (solution_area, rule_version)
        inner join marts.dim_path as paths using (path)
        where
            not facts.is_rule_in_force
            and facts.is_best_path
            and facts.as_of_month = {_NEWEST}
        order by rules.effective_from
    """,
    "trend": """
        select
            facts.partner_id,
            facts.as_of_month,
            facts.path,
            facts.path_label,
            facts.total_points,
            facts.total_points_shown,
            facts.qualifying_points,
            facts.qualifies,
            facts.is_best_path,
            facts.history_status,
            facts.rule_version_label,
            statuses.designation_status
        from marts.score_summary as facts
        inner join marts.dim_path as paths using (path)
        left join marts.fct_designation_status as statuses
            using (partner_id, as_of_month, solution_area)
        order by facts.as_of_month, paths.display_order
    """,
    "metric_trend": """
        select facts.partner_id, facts.as_of_month, facts.path, facts.metric, facts.points
        from marts.fct_metric_scores as facts
        inner join marts.dim_metric as metrics using (metric)
        where facts.is_rule_in_force
        order by facts.as_of_month, facts.path, metrics.display_order
    """,
    # Bars of the waterfall: one per cause, each beginning where the one before it ends.
    "causes": f"""
        with causes as (
            select
                partner_id, as_of_month, solution_area, path, prior_path, cause,
                sum(points_change) as points_change
            from marts.fct_score_movements
            where as_of_month = {_NEWEST}
            group by all
        ),

        ordered as (
            select
                *,
                sum(points_change) over (
                    partition by partner_id, path
                    order by cause = 'cap_or_rounding', cause
                ) as change_until
            from causes
            where points_change <> 0
        )

        select
            facts.partner_id,
            facts.path,
            facts.cause,
            facts.points_change,
            earlier.total_points + facts.change_until - facts.points_change as points_from,
            earlier.total_points + facts.change_until as points_to
        from ordered as facts
        inner join marts.fct_designation_scores as earlier
            on
                facts.partner_id = earlier.partner_id
                and facts.solution_area = earlier.solution_area
                and facts.prior_path = earlier.path
                and earlier.is_rule_in_force
                and earlier.as_of_month = facts.as_of_month - interval 1 month
        order by facts.path, facts.cause = 'cap_or_rounding', facts.cause
    """,
    "earlier": f"""
        select distinct
            facts.partner_id,
            facts.path,
            earlier.as_of_month,
            earlier.total_points
        from marts.fct_score_movements as facts
        inner join marts.fct_designation_scores as earlier
            on
                facts.partner_id = earlier.partner_id
                and facts.solution_area = earlier.solution_area
                and facts.prior_path = earlier.path
                and earlier.is_rule_in_force
                and earlier.as_of_month = facts.as_of_month - interval 1 month
        where facts.as_of_month = {_NEWEST}
    """,
    "movements": f"""
        select
            facts.partner_id,
            facts.path,
            metrics.label as metric_label,
            facts.product_line,
            facts.cause,
            facts.unit,
            facts.units_change,
            facts.points_change
        from marts.fct_score_movements as facts
        inner join marts.dim_metric as metrics using (metric)
        where
            facts.as_of_month = {_NEWEST}
            and (facts.units_change <> 0 or facts.points_change <> 0)
        order by metrics.display_order, facts.product_line, abs(facts.points_change) desc
    """,
    "near": f"""
        select
            facts.partner_id,
            facts.path,
            metrics.label as metric_label,
            facts.product_line,
            tenants.tenant_name,
            facts.tenant_id,
            facts.measured_on,
            facts.criterion,
            facts.bound,
            facts.measure,
            facts.measured_value,
            facts.threshold_value,
            facts.is_inclusive,
            facts.side,
            facts.change_to_cross,
            facts.units_change,
            facts.unit,
            facts.points_change
        from marts.fct_near_thresholds as facts
        inner join marts.dim_metric as metrics using (metric)
        inner join marts.dim_tenant as tenants using (tenant_id)
        where facts.as_of_month = {_NEWEST}
        order by abs(facts.points_change) desc, lower(tenants.tenant_name), facts.tenant_id,
            metrics.display_order, facts.path, facts.measured_on
    """,
    "expiring": f"""
        select
            facts.partner_id,
            facts.path,
            facts.person_key,
            facts.certification,
            certifications.title,
            facts.steps,
            facts.ends_on,
            facts.reason,
            facts.first_month_without,
            facts.is_only_certification,
            facts.points_at_stake
        from marts.fct_expiring_certifications as facts
        left join marts.dim_certification as certifications using (certification)
        where facts.as_of_month = {_NEWEST}
        order by facts.ends_on, facts.path, facts.person_key, facts.certification
    """,
    "outlook": f"""
        select
            facts.partner_id,
            facts.path,
            facts.outlook_basis,
            facts.outlook_on,
            facts.counted_units,
            facts.points,
            facts.points_change,
            facts.status
        from marts.fct_skilling_outlook as facts
        where facts.as_of_month = {_NEWEST}
        order by facts.path, facts.outlook_on, facts.outlook_basis
    """,
    "eligibility_classes": f"""
        select
            facts.partner_id,
            facts.path,
            conditions.label as condition_label,
            facts.class,
            facts.unit,
            facts.members_count
        from marts.fct_eligibility_summary as facts
        inner join marts.dim_condition as conditions using (solution_area, condition)
        where facts.as_of_month = {_NEWEST}
        order by conditions.condition_order, facts.class, facts.unit
    """,
    "deliveries_read": f"""
        select
            facts.partner_id,
            facts.dataset,
            facts.delivery,
            facts.is_skilling,
            facts.first_month,
            facts.last_month,
            facts.months_count
        from marts.fct_score_deliveries as facts
        where {_IN_FORCE_NOW}
        order by facts.dataset, facts.delivery
    """,
    "usage_reasons": """
        select
            facts.partner_id,
            facts.dataset,
            reasons.label,
            facts.is_counted,
            min(facts.usage_month) as first_month,
            max(facts.usage_month) as last_month,
            sum(facts.rows_count) as rows_count,
            sum(facts.acr_usd) as acr_usd,
            sum(facts.seats_count) as seats_count,
            reasons.explanation
        from marts.fct_usage_accounting as facts
        inner join marts.dim_reason as reasons using (reason)
        group by
            facts.partner_id, facts.dataset, reasons.label, facts.is_counted,
            reasons.explanation, reasons.display_order
        order by facts.dataset, facts.is_counted desc, reasons.display_order
    """,
    "skilling_reasons": """
        select
            facts.partner_id,
            facts.as_of_month,
            reasons.label,
            facts.is_counted,
            facts.rows_count,
            facts.people_count,
            reasons.explanation
        from marts.fct_skilling_accounting as facts
        inner join marts.dim_reason as reasons using (reason)
        qualify facts.as_of_month = max(facts.as_of_month) over (partition by facts.partner_id)
        order by facts.is_counted desc, reasons.display_order
    """,
    "unmapped": """
        select
            facts.partner_id,
            facts.dataset,
            facts.kind,
            facts.name,
            facts.is_warned,
            facts.records_count,
            facts.acr_usd,
            facts.seats_count
        from marts.fct_unmapped_names as facts
        order by
            facts.is_warned desc, facts.acr_usd desc nulls last, facts.records_count desc,
            facts.dataset, facts.kind, facts.name
    """,
}
