"""What the page asks of a release's marts about change: what moved, and what may move soon.

Belongs here: the SQL. Does not belong here: what stands now (queries.py), and arithmetic on scores:
differences and sums are exact ones of published DECIMALs.
"""

from __future__ import annotations

from orchestration.publish.page.shared_queries import NEWEST

#: In a distributor's release as many rows as tenants and more: they have a block of their own, and
#: DuckDB makes the texts of its figures.
NEAR_THRESHOLDS = f"""
    select
        facts.partner_id,
        facts.solution_area,
        facts.path,
        metrics.label as metric_label,
        facts.product_line,
        tenants.tenant_name,
        facts.tenant_id,
        facts.measured_on,
        facts.criterion,
        facts.bound,
        facts.measure,
        cast(facts.measured_value as varchar) as measured_value,
        cast(facts.threshold_value as varchar) as threshold_value,
        facts.is_inclusive,
        facts.side,
        cast(facts.change_to_cross as varchar) as change_to_cross,
        cast(facts.units_change as varchar) as units_change,
        facts.unit,
        cast(facts.points_change as varchar) as points_change
    from marts.fct_near_thresholds as facts
    inner join marts.dim_metric as metrics using (metric)
    inner join marts.dim_tenant as tenants using (tenant_id)
    where facts.as_of_month = {NEWEST}
    order by abs(facts.points_change) desc, lower(tenants.tenant_name), facts.tenant_id,
        metrics.display_order, facts.path, facts.measured_on
"""

CHANGE_TABLES = {
    # The month before: as it was known then, and as it is now that newer deliveries restate it.
    "earlier": f"""
        select
            causes.partner_id,
            causes.solution_area,
            causes.path,
            earlier.as_of_month,
            earlier.total_points - causes.restated_points as known_points,
            earlier.total_points
        from (
            select
                partner_id, as_of_month, solution_area, path, prior_path,
                coalesce(sum(points_change) filter (cause = 'restatement'), 0) as restated_points
            from marts.fct_score_movements
            where as_of_month = {NEWEST}
            group by all
        ) as causes
        inner join marts.fct_designation_scores as earlier
            on
                causes.partner_id = earlier.partner_id
                and causes.solution_area = earlier.solution_area
                and causes.prior_path = earlier.path
                and earlier.is_rule_in_force
                and earlier.as_of_month = causes.as_of_month - interval 1 month
        order by causes.partner_id, causes.path
    """,
    # Bars of the waterfall, in the order in which causes are measured; what each leads to, counted
    # from the points that the month before was known with.
    "causes": f"""
        select
            partner_id,
            solution_area,
            path,
            cause,
            sum(points_change) as points_change,
            sum(sum(points_change)) over (
                partition by partner_id, solution_area, path
                order by
                    cause <> 'restatement', cause <> 'rule_change', cause = 'cap_or_rounding', cause
            ) as change_until
        from marts.fct_score_movements
        where as_of_month = {NEWEST}
        group by partner_id, solution_area, path, cause
        having sum(points_change) <> 0
        order by
            partner_id, path,
            cause <> 'restatement', cause <> 'rule_change', cause = 'cap_or_rounding', cause
    """,
    "movements": f"""
        select
            facts.partner_id,
            facts.solution_area,
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
            facts.as_of_month = {NEWEST}
            and (facts.units_change <> 0 or facts.points_change <> 0)
        order by
            metrics.display_order, facts.product_line, abs(facts.points_change) desc,
            facts.path, facts.cause, facts.unit
    """,
    "expiring": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            facts.metric,
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
        where facts.as_of_month = {NEWEST}
        order by facts.ends_on, facts.path, facts.person_key, facts.certification
    """,
    "outlook": f"""
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            facts.metric,
            facts.outlook_basis,
            facts.outlook_on,
            facts.counted_units,
            facts.points,
            facts.points_change,
            facts.status
        from marts.fct_skilling_outlook as facts
        where facts.as_of_month = {NEWEST}
        order by facts.path, facts.outlook_on, facts.outlook_basis
    """,
}
