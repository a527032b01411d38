"""What the page asks of a release's marts for each partner; the eligibility report apart.

Belongs here: the SQL, one query per table of the page. Does not belong here: what has moved or may
move (change_queries.py), the report (report.py), and arithmetic on scores: differences and sums are
exact ones of published DECIMALs.

Queries of `PARTNER_TABLES` give the partner first; the page has its rows per partner. All are about
the newest scored month under the rules in force, but for the trend.
"""

from __future__ import annotations

from orchestration.publish.page.change_queries import CHANGE_TABLES
from orchestration.publish.page.shared_queries import IN_FORCE_NOW, NEWEST

PARTNERS = f"""
    select
        partners.partner_id,
        partners.partner_name,
        partners.country,
        partners.locations_count,
        scored.as_of_month
    from marts.dim_partner as partners
    inner join (
        select distinct partner_id, as_of_month
        from marts.fct_designation_scores as facts
        where {IN_FORCE_NOW}
    ) as scored using (partner_id)
    order by lower(partners.partner_name), partners.partner_id
"""

PARTNER_TABLES = CHANGE_TABLES | {
    # A partner plays in an area where usage has points or somebody holds a certificate of it.
    "areas": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.rule_version,
            bool_or(facts.history_status = 'short_history') as has_short_history,
            bool_or(facts.skilling_basis = 'reconstructed') as has_reconstructed_skilling,
            any_value(facts.class_basis) as class_basis,
            any_value(facts.class_share_pct) as class_share_pct,
            exists (
                select 1
                from marts.fct_metric_scores as scores
                inner join marts.dim_metric as metrics using (metric)
                left join marts.fct_metric_parts as parts
                    using (
                        partner_id, as_of_month, solution_area, rule_version, path, metric
                    )
                where
                    scores.partner_id = facts.partner_id
                    and scores.as_of_month = facts.as_of_month
                    and scores.solution_area = facts.solution_area
                    and scores.rule_version = facts.rule_version
                    and if(metrics.is_skilling, parts.current_value, scores.points) > 0
            ) as is_played
        from marts.fct_designation_scores as facts
        where {IN_FORCE_NOW}
        group by facts.partner_id, facts.as_of_month, facts.solution_area, facts.rule_version
    """,
    "paths": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            paths.label,
            facts.total_points,
            facts.total_points_shown,
            facts.points_open,
            facts.total_points + facts.points_open as most_points,
            facts.total_points_shown + facts.points_open as most_points_shown,
            facts.qualifying_points,
            greatest(facts.qualifying_points - facts.total_points, 0) as missing_points,
            (
                select sum(metrics.max_points)
                from marts.fct_metric_scores as metrics
                where
                    metrics.partner_id = facts.partner_id
                    and metrics.as_of_month = facts.as_of_month
                    and metrics.solution_area = facts.solution_area
                    and metrics.rule_version = facts.rule_version
                    and metrics.path = facts.path
            ) as max_points,
            facts.metrics_without_points,
            facts.metrics_not_computable,
            facts.qualifies,
            facts.is_open,
            facts.is_rounded_up_to_pass,
            facts.is_best_path
        from marts.fct_designation_scores as facts
        inner join marts.dim_path as paths using (path)
        where {IN_FORCE_NOW}
        order by facts.is_best_path desc, paths.display_order
    """,
    "metrics": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            facts.metric,
            metrics.label,
            metrics.is_skilling,
            facts.counted_units,
            facts.points,
            facts.max_points,
            facts.units_to_max,
            facts.unit,
            facts.status,
            facts.basis,
            facts.reason_not_computable,
            facts.is_below_one_point
        from marts.fct_metric_scores as facts
        inner join marts.dim_metric as metrics using (metric)
        where {IN_FORCE_NOW}
        order by metrics.display_order
    """,
    "parts": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            facts.metric,
            facts.part,
            facts.current_value,
            facts.baseline_value,
            facts.net_value,
            facts.counted_units,
            facts.units_to_next_point,
            facts.unit,
            facts.value_measure,
            facts.change_pct,
            facts.is_counted_part
        from marts.fct_metric_parts as facts
        where {IN_FORCE_NOW}
        order by facts.part
    """,
    "services": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.service,
            facts.ttm_acr_usd,
            facts.is_counted,
            facts.reason
        from marts.fct_service_deployments as facts
        where {IN_FORCE_NOW}
        order by facts.is_counted desc, facts.ttm_acr_usd desc, facts.service
    """,
    "status": f"""
        select
            facts.partner_id,
            facts.solution_area,
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
        where facts.as_of_month = {NEWEST}
    """,
    "others": f"""
        select
            facts.partner_id,
            facts.solution_area,
            rules.label,
            paths.label as path_label,
            facts.total_points,
            facts.total_points_shown,
            facts.points_open,
            facts.qualifies
        from marts.fct_designation_scores as facts
        inner join marts.dim_rule_version as rules using (solution_area, rule_version)
        inner join marts.dim_path as paths using (path)
        where
            not facts.is_rule_in_force
            and facts.is_best_path
            and facts.as_of_month = {NEWEST}
        order by rules.effective_from
    """,
    "trend": """
        select
            facts.partner_id,
            facts.solution_area,
            facts.as_of_month,
            facts.path,
            facts.path_label,
            facts.total_points,
            facts.total_points_shown,
            facts.qualifying_points,
            scores.points_open,
            facts.qualifies,
            facts.is_best_path,
            facts.history_status,
            facts.rule_version_label,
            statuses.designation_status
        from marts.score_summary as facts
        inner join marts.fct_designation_scores as scores
            using (partner_id, as_of_month, solution_area, rule_version, path)
        inner join marts.dim_path as paths using (path)
        left join marts.fct_designation_status as statuses
            using (partner_id, as_of_month, solution_area)
        order by facts.as_of_month, paths.display_order
    """,
    "metric_trend": """
        select
            facts.partner_id, facts.solution_area, facts.as_of_month, facts.path, facts.metric,
            facts.points
        from marts.fct_metric_scores as facts
        inner join marts.dim_metric as metrics using (metric)
        where facts.is_rule_in_force
        order by facts.as_of_month, facts.path, metrics.display_order
    """,
    "eligibility_classes": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            conditions.label as condition_label,
            facts.class,
            facts.unit,
            facts.members_count
        from marts.fct_eligibility_summary as facts
        inner join marts.dim_condition as conditions using (solution_area, condition)
        where facts.as_of_month = {NEWEST}
        order by conditions.condition_order, facts.class, facts.unit
    """,
    "deliveries_read": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.dataset,
            facts.delivery,
            facts.is_skilling,
            facts.first_month,
            facts.last_month,
            facts.months_count
        from marts.fct_score_deliveries as facts
        where {IN_FORCE_NOW}
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
