-- One row per rule version, metric and part: which usage it counts. Versions that ask for the
-- same associations (in the same order), products and offers share one usage basis, named by
-- the first of them, so that usage is added up once per basis and not once per version.
with texts as (
    select
        solution_area,
        rule_version,
        metric,
        part,
        string_agg(case when kind = 'association' then name end, ' > ' order by name_rank, name)
            as association_set,
        string_agg(kind || ':' || name_rank || ':' || name, '|' order by kind, name_rank, name)
            as eligibility,
        max(metric_scope) as metric_scope
    from {{ ref('int_eligibility_rows') }}
    group by solution_area, rule_version, metric, part
),

named as (
    select
        texts.*,
        {{ first_value_by(
            "texts.rule_version"
            ~ " || case when texts.metric_scope = '*' then '' else ':' || texts.metric end",
            "versions.effective_from || ' ' || texts.metric",
        ) }} over (partition by texts.solution_area, texts.part, texts.eligibility) as usage_basis
    from texts
    inner join {{ ref('int_rule_versions') }} as versions using (solution_area, rule_version)
)

select
    solution_area,
    rule_version,
    metric,
    part,
    association_set,
    usage_basis,
    cast(
        dense_rank() over (order by part, usage_basis) as integer
    ) as basis_key,
    cast(
        dense_rank() over (order by association_set) as integer
    ) as set_key
from named
