-- One row per rule version, path and other version: the path of the other version that it is
-- compared with. That is the path of the same name, or the only one there is.
with paths as (
    select distinct
        solution_area,
        rule_version,
        path
    from {{ ref('metrics') }}
    inner join {{ ref('int_solution_areas') }} using (solution_area)
),

others as (
    select
        *,
        count(*) over (partition by solution_area, rule_version) as paths_count
    from paths
)

select
    paths.solution_area,
    paths.rule_version,
    paths.path,
    others.rule_version as prior_rule_version,
    others.path as prior_path
from paths
inner join others using (solution_area)
where paths.path = others.path or others.paths_count = 1
