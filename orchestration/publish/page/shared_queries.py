"""What the page asks of a release's marts once, for all partners: rules, sources, deliveries.

Belongs here: the SQL of what does not differ by partner, which the terminal (scorecard_data.py)
asks in part as well. Does not belong here: scores (queries.py) and the Customer Eligibility report
(report.py).
"""

from __future__ import annotations

#: The newest scored month.
NEWEST = "(select max(as_of_month) from marts.fct_designation_scores)"

#: Of `facts`: the newest scored month under the rules in force.
IN_FORCE_NOW = f"facts.is_rule_in_force and facts.as_of_month = {NEWEST}"

RULES_IN_FORCE = f"""
    select distinct solution_area, rule_version
    from marts.fct_designation_scores as facts
    where {IN_FORCE_NOW}
"""

#: The scored areas, in the order of the page.
AREAS = f"""
    select
        solution_area,
        label,
        exists (
            select 1
            from marts.dim_condition as conditions
            where conditions.solution_area = areas.solution_area
        ) as has_report
    from marts.dim_solution_area as areas
    semi join ({RULES_IN_FORCE}) using (solution_area)
    order by display_order
"""

#: Names that should be looked at, under a partner id that no Profile knows.
STRAYS = """
    select unused.dataset, unused.kind, unused.name, unused.records_count, unused.acr_usd
    from marts.fct_unmapped_names as unused
    anti join marts.dim_partner as partners using (partner_id)
    where unused.is_warned
    order by unused.records_count desc, unused.dataset, unused.name
"""

#: One sentence on what stands in quarantine of the files in force, to be said beside every total;
#: no row where nothing does. No partner is named: what a record says of it may be what is wrong.
NOT_IN_TOTAL = """
    with datasets as (
        select dataset, sum(rows_count)::bigint as records_count, sum(acr_usd) as acr_usd
        from marts.fct_quarantine
        where is_in_force
        group by dataset
    ),

    worded as (
        select
            dataset,
            records_count,
            concat(
                format('{} {:,}', dataset, records_count),
                if(acr_usd < 0, ', -', ', ') || format('${:,.2f}', abs(acr_usd))
            ) as part
        from datasets
    )

    select
        concat(
            format('Not in this total: {:,} ', sum(records_count)::bigint),
            if(sum(records_count) = 1, 'record', 'records'),
            format(' in quarantine ({})', string_agg(part, '; ' order by dataset))
        ) as sentence
    from worded
    having count(*) > 0
"""

SHARED_TABLES = {
    "areas": AREAS,
    "release": "select * from marts.meta_publish",
    "labels": "select kind, code, label, label_of_one, unit from marts.dim_label",
    "audit": "select check_name, is_good, detail from marts.meta_audit order by check_name",
    "rule_versions": f"""
        select
            versions.solution_area,
            versions.rule_version,
            versions.label,
            versions.effective_from,
            versions.effective_until,
            versions.is_assumed,
            versions.statement,
            versions.source_id,
            versions.source_place,
            versions.checked_on,
            in_force.rule_version is not null as is_in_force
        from marts.dim_rule_version as versions
        left join ({RULES_IN_FORCE}) as in_force using (solution_area, rule_version)
        order by versions.effective_from desc
    """,
    "rules": f"""
        select
            rules.solution_area,
            rules.label,
            paths.label as path_label,
            metrics.label as metric_label,
            rules.part,
            rules.rule_text,
            rules.source_id,
            rules.source_place,
            rules.checked_on
        from marts.dim_rule as rules
        semi join ({RULES_IN_FORCE}) as in_force using (solution_area, rule_version)
        left join marts.dim_path as paths using (path)
        left join marts.dim_metric as metrics using (metric)
        order by metrics.display_order nulls last, paths.display_order, rules.rule_key
    """,
    "rule_changes": f"""
        select
            changes.solution_area,
            changes.label,
            changes.change,
            changes.value_before,
            changes.value_after,
            changes.source_id,
            changes.source_place
        from marts.dim_rule_change as changes
        semi join ({RULES_IN_FORCE}) as in_force using (solution_area, rule_version)
        order by changes.change_key
    """,
    "sources": """
        select source_id, publisher, title, address, dated, checked_on
        from marts.dim_source
        order by source_id
    """,
    "decisions": """
        select decision, question, reading, other_reading, reason
        from marts.dim_decision
        order by decision_number
    """,
    "deliveries": """
        select
            delivery, as_of_month, dataset, file_name, records_count, loaded_count,
            quarantined_count, first_month, last_month, absent_columns, unknown_columns, loaded_at
        from marts.dim_delivery
        where is_in_force
        order by as_of_month desc, delivery desc, dataset, file_name
    """,
    "quarantine": """
        select
            delivery, dataset, file_name, column_name, reason, is_in_force, rows_count, acr_usd,
            rows_without_acr_count
        from marts.fct_quarantine
        order by is_in_force desc, rows_count desc, delivery, dataset, file_name, column_name
    """,
    "blind": """
        select delivery, file_name, workload, records_count
        from marts.fct_blind_workloads
        qualify as_of_month = max(as_of_month) over ()
        order by delivery, file_name, workload
    """,
    "strays": STRAYS,
    "not_in_total": NOT_IN_TOTAL,
}

#: Only an as-known release has the table; `count(*)` of those that differ from the current one.
RESTATED = """
    select count(*) as compared, count(*) filter (status != 'same') as changed
    from marts.fct_as_known_comparison
"""
