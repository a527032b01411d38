-- One row per rule version, path, metric and part: which usage it counts. Rules that ask for the
-- same associations (in the same order), products and offers share one usage basis, whatever area
-- and version they belong to: usage is added up once per basis. It is named by the first of them.
with texts as (
    select
        solution_area,
        rule_version,
        path,
        metric,
        part,
        is_of_services,
        string_agg(case when kind = 'association' then name end, ' > ' order by name_rank, name)
            as association_set,
        string_agg(kind || ':' || name_rank || ':' || name, '|' order by kind, name_rank, name)
            as eligibility,
        max(path_scope) as path_scope,
        max(metric_scope) as metric_scope
    from {{ ref('int_eligibility_rows') }}
    group by solution_area, rule_version, path, metric, part, is_of_services
),

named as (
    select
        texts.*,
        {{ first_value_by(
            "texts.rule_version"
            ~ " || case when texts.path_scope = '*' then '' else ':' || texts.path end"
            ~ " || case when texts.metric_scope = '*' and not texts.is_of_services then ''"
            ~ " else ':' || texts.metric end",
            "versions.effective_from || ' ' || texts.rule_version || ' ' || texts.metric"
            ~ " || ' ' || texts.path",
        ) }} over (
            partition by texts.part, texts.is_of_services, texts.eligibility
        ) as usage_basis
    from texts
    inner join {{ ref('int_rule_versions') }} as versions using (solution_area, rule_version)
)

select
    solution_area,
    rule_version,
    path,
    metric,
    part,
    is_of_services,
    association_set,
    usage_basis,
    cast(
        dense_rank() over (order by part, usage_basis) as integer
    ) as basis_key,
    cast(
        dense_rank() over (order by association_set) as integer
    ) as set_key
from named
