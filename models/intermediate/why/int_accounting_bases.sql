-- One row per product line: the usage basis that accounting asks whether a row counts, which is
-- that of the rule version in force for the newest as-of month. Where metrics of a version count
-- different usage, the basis of most metrics.
with versions as (
    select distinct
        solution_area,
        rule_version
    from {{ ref('int_scored_evaluations') }}
    where is_newest_month and is_rule_in_force
),

bases as (
    select
        bases.part,
        bases.basis_key,
        bases.set_key,
        versions.rule_version,
        row_number() over (
            partition by bases.part
            order by count(*) desc, versions.solution_area, bases.basis_key
        ) as most_metrics_first
    from {{ ref('int_usage_bases') }} as bases
    inner join versions using (solution_area, rule_version)
    group by
        bases.part, bases.basis_key, bases.set_key, versions.rule_version, versions.solution_area
)

select
    part as product_line,
    basis_key,
    set_key,
    rule_version
from bases
where most_metrics_first = 1
