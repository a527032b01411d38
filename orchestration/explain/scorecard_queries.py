"""What the scorecard asks of a release, newest month.

Belongs here: the SQL on the published marts. Does not belong here: what becomes of the answers
(scorecard_data.py).
"""

from __future__ import annotations

from orchestration.publish.not_known import not_known
from orchestration.publish.page.shared_queries import IN_FORCE_NOW, NEWEST

AREAS = "select label from marts.dim_solution_area order by display_order"

PARTNERS = f"""
    select
        facts.partner_id,
        partners.partner_name as name,
        facts.as_of_month,
        bool_or(facts.history_status = 'short_history') as has_short_history,
        bool_or(facts.skilling_basis = 'reconstructed') as has_reconstructed_skilling
    from marts.fct_designation_scores as facts
    inner join marts.dim_partner as partners using (partner_id)
    where {IN_FORCE_NOW}
    group by facts.partner_id, partners.partner_name, facts.as_of_month
    order by lower(partners.partner_name), facts.partner_id
"""

_CHOSEN = f"{IN_FORCE_NOW} and list_contains($ids, facts.partner_id)"

#: `is_idle`: nothing says that the partner plays in the area at all.
PARTNER_AREAS = f"""
    with earned as (
        select facts.partner_id, facts.solution_area, coalesce(max(facts.points), 0) > 0 as is_some
        from marts.fct_metric_scores as facts
        where {_CHOSEN}
        group by all
    ),

    certified as (
        select facts.partner_id, facts.solution_area, max(facts.current_value) > 0 as is_some
        from marts.fct_metric_parts as facts
        where {_CHOSEN} and facts.unit = 'people'
        group by all
    )

    select
        facts.partner_id,
        facts.solution_area,
        areas.label,
        rules.label as rule_label,
        status.designation_status,
        facts.class_basis,
        not earned.is_some
        and not coalesce(certified.is_some, false)
        and status.designation_status = 'In progress' as is_idle
    from marts.fct_designation_scores as facts
    inner join marts.dim_solution_area as areas using (solution_area)
    inner join marts.dim_rule_version as rules using (solution_area, rule_version)
    inner join marts.fct_designation_status as status
        using (partner_id, as_of_month, solution_area)
    inner join earned using (partner_id, solution_area)
    left join certified using (partner_id, solution_area)
    where {_CHOSEN} and facts.is_best_path
    order by areas.display_order
"""

PATHS = f"""
    with maxima as (
        select
            facts.partner_id,
            facts.solution_area,
            facts.path,
            sum(facts.max_points) as max_points
        from marts.fct_metric_scores as facts
        where {_CHOSEN}
        group by all
    )

    select
        facts.partner_id,
        facts.solution_area,
        facts.path,
        paths.label,
        facts.total_points,
        facts.total_points_shown,
        facts.total_points + facts.points_open as possible_points,
        maxima.max_points,
        facts.qualifying_points,
        facts.qualifying_points - facts.total_points as points_short,
        facts.qualifies,
        facts.is_open,
        facts.metrics_not_computable > 0 as is_partly_known,
        facts.is_rounded_up_to_pass,
        facts.is_best_path
    from marts.fct_designation_scores as facts
    inner join marts.dim_path as paths using (path)
    inner join maxima using (partner_id, solution_area, path)
    where {_CHOSEN}
    order by paths.display_order
"""

METRICS = f"""
    select
        facts.partner_id,
        facts.solution_area,
        facts.path,
        facts.metric,
        metrics.label,
        facts.points,
        facts.max_points,
        facts.status,
        facts.basis,
        {not_known("facts.reason_not_computable")} as not_known
    from marts.fct_metric_scores as facts
    inner join marts.dim_metric as metrics using (metric)
    where {_CHOSEN}
    order by metrics.display_order
"""

PARTS = f"""
    select
        facts.partner_id,
        facts.solution_area,
        facts.path,
        facts.metric,
        facts.part,
        facts.units_to_next_point,
        facts.unit
    from marts.fct_metric_parts as facts
    where {_CHOSEN}
    order by facts.part
"""

OTHERS = f"""
    select
        facts.partner_id,
        facts.solution_area,
        replace(facts.rule_version, concat(facts.solution_area, '_'), '') as rule_version,
        facts.total_points,
        facts.qualifies
    from marts.fct_designation_scores as facts
    inner join marts.dim_rule_version as rules using (solution_area, rule_version)
    where
        not facts.is_rule_in_force
        and facts.is_best_path
        and facts.as_of_month = {NEWEST}
        and list_contains($ids, facts.partner_id)
    order by rules.effective_from
"""

UNUSED = """
    select partner_id, dataset, kind, name, records_count, acr_usd
    from marts.fct_unmapped_names
    where is_warned and list_contains($ids, partner_id)
    order by acr_usd desc nulls last, records_count desc, dataset, kind, name
"""

BLIND = """
    select delivery, list(distinct workload order by workload) as workloads
    from marts.fct_blind_workloads
    where as_of_month = (select max(as_of_month) from marts.fct_blind_workloads)
    group by delivery
    order by delivery
"""

ABSENT = """
    select distinct delivery, absent_columns
    from marts.dim_delivery
    where is_in_force and dataset = 'AzureUsage'
    qualify as_of_month = max(as_of_month) over ()
    order by delivery
"""
