"""What the workbook asks of a release: the columns of its sheets and their headings.

Belongs here: SQL on the marts. Does not belong here: files and formats (workbook.py).
"""

from __future__ import annotations

#: First in every sheet, where several areas are scored.
AREA = 'areas.label as "Solution area",'

SUMMARY = """
    select
        {area}
        partner_name as "Partner",
        partner_id as "Partner ID",
        as_of_month as "Month",
        path_label as "Path",
        total_points as "Total points",
        (from ({not_in_total})) as "Left out",
        qualifying_points as "Points to qualify",
        qualifies as "Qualifies",
        is_best_path as "Better path",
        {more}
        {points},
        rule_version_label as "Rules",
        history_status as "History"
    from marts.score_summary
    inner join marts.dim_solution_area as areas using (solution_area)
    inner join (
        select partner_id, as_of_month, solution_area, path, class_basis, points_open
        from marts.fct_designation_scores
        where is_rule_in_force
    ) as scores using (partner_id, as_of_month, solution_area, path)
    left join (
        select
            facts.partner_id,
            facts.as_of_month,
            facts.solution_area,
            facts.path,
            string_agg(
                concat(metrics.label, ': ', {reason}), '; ' order by metrics.display_order
            ) filter (facts.basis = 'not_computable') as not_known,
            string_agg(metrics.label, '; ' order by metrics.display_order)
                filter (facts.basis = 'declared') as declared
        from marts.fct_metric_scores as facts
        inner join marts.dim_metric as metrics using (metric)
        where facts.is_rule_in_force
        group by all
    ) as known using (partner_id, as_of_month, solution_area, path)
    where as_of_month = (select max(as_of_month) from marts.score_summary)
    order by all
"""

#: Columns of the totals, for releases where a class decides paths, and where points are not known.
CLASS = 'class_basis as "Class",'
KNOWN = """
        total_points + points_open as "Points at most",
        known.not_known as "Not known",
        known.declared as "Declared",
"""

TENANTS = """
    select
        {area}
        dim_partner.partner_name as "Partner",
        dim_path.label as "Path",
        lines.label as "Product line",
        dim_tenant.tenant_name as "Tenant",
        facts.tenant_id as "Tenant ID",
        dim_customer.customer_name as "Customer",
        facts.current_value as "Now",
        facts.baseline_value as "A year ago",
        facts.contribution as "Adds",
        reasons.label as "Why",
        facts.deciding_workload as "Deciding workload",
        facts.current_paid_count as "Paid licences",
        facts.current_active_count as "Active licences",
        facts.side as "Near a threshold",
        facts.measured_on as "Measured on",
        measures.label as "Measure",
        facts.measured_value as "Figure",
        facts.threshold_value as "Threshold",
        facts.points_change as "Points if crossed"
    from (
        select
            each.*,
            near.side,
            near.measured_on,
            near.measure,
            near.measured_value,
            near.threshold_value,
            near.points_change
        from marts.fct_tenant_contributions as each
        left join marts.fct_near_thresholds as near
            on
                each.partner_id = near.partner_id
                and each.solution_area = near.solution_area
                and each.path = near.path
                and each.metric = near.metric
                and each.product_line = near.product_line
                and each.tenant_id = near.tenant_id
                and near.is_nearest
        where
            each.metric = $metric
            and each.is_rule_in_force
            and each.as_of_month = $month
            and (each.contribution <> 0 or near.side is not null)
    ) as facts
    inner join marts.dim_solution_area as areas using (solution_area)
    inner join marts.dim_partner using (partner_id)
    inner join marts.dim_path using (path)
    inner join marts.dim_tenant using (tenant_id)
    inner join marts.dim_customer on facts.customer_id = dim_customer.customer_id
    inner join marts.dim_label as lines
        on facts.product_line = lines.code and lines.kind = 'product_line'
    inner join marts.dim_label as reasons
        on
            facts.reason = reasons.code
            and reasons.kind = case
                when facts.contribution = 0 then 'contribution_reason_without_effect'
                else 'contribution_reason'
            end
    left join marts.dim_label as measures
        on facts.measure = measures.code and measures.kind = 'measure'
    order by all
"""

PEOPLE = """
    select
        {area}
        dim_partner.partner_name as "Partner",
        dim_path.label as "Path",
        facts.step as "Step",
        facts.person_key as "Person (hashed)",
        facts.certifications as "Certifications",
        facts.counts as "Counts",
        facts.counts_until as "Counts until",
        lapsing.ends_on as "Next one lapses",
        lapsing.points_at_stake as "Points at stake"
    from marts.fct_skilling_people as facts
    inner join marts.dim_solution_area as areas using (solution_area)
    inner join marts.dim_partner using (partner_id)
    inner join marts.dim_path using (path)
    left join marts.fct_expiring_certifications as lapsing
        on
            facts.partner_id = lapsing.partner_id
            and facts.solution_area = lapsing.solution_area
            and facts.path = lapsing.path
            and facts.metric = lapsing.metric
            and facts.person_key = lapsing.person_key
            and lapsing.is_next
    where
        facts.metric = $metric
        and facts.is_rule_in_force
        and facts.as_of_month = $month
    order by all
"""

SERVICES = """
    select
        {area}
        dim_partner.partner_name as "Partner",
        facts.service as "Service",
        facts.ttm_acr_usd as "ACR of the window",
        facts.is_counted as "Counts",
        reasons.label as "Why"
    from marts.fct_service_deployments as facts
    inner join marts.dim_solution_area as areas using (solution_area)
    inner join marts.dim_partner using (partner_id)
    inner join marts.dim_label as reasons
        on facts.reason = reasons.code and reasons.kind = 'service_reason'
    where facts.is_rule_in_force and facts.as_of_month = $month
    order by all
"""

#: What decides which sheets and columns there are. The month is a value of its own: other months
#: are left out while reading where DuckDB knows the one.
TOLD = """
    select
        (select count(*) > 1 from marts.dim_solution_area) as has_areas,
        (select bool_or(class_basis is not null) from marts.fct_designation_scores) as has_classes,
        (select bool_or(basis <> 'computed') from marts.fct_metric_scores) as has_unknowns,
        (select count(*) > 0 from marts.fct_service_deployments) as has_services,
        (select max(as_of_month) from marts.fct_metric_scores) as month
"""
