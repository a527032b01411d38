-- One row per rule version that has one before it, and path of either: which path of the version
-- before it is laid beside. A path that did not exist before grew out of the first one there was;
-- a path that has gone, and that none grew out of, stands beside nothing.
with paths as (
    select distinct
        metrics.solution_area,
        metrics.rule_version,
        metrics.path,
        labels.display_order
    from {{ ref('metrics') }} as metrics
    inner join {{ ref('path_labels') }} as labels using (path)
),

steps as (
    select
        solution_area,
        rule_version,
        lag(rule_version) over (partition by solution_area order by effective_from)
            as version_before
    from {{ ref('int_rule_versions') }}
),

first_paths as (
    select
        solution_area,
        rule_version,
        {{ first_value_by('path', 'display_order') }} as path
    from paths
    group by solution_area, rule_version
),

new_paths as (
    select
        steps.solution_area,
        steps.rule_version,
        steps.version_before,
        paths.path,
        coalesce(same_paths.path, first_paths.path) as path_before
    from steps
    inner join paths
        on steps.solution_area = paths.solution_area and steps.rule_version = paths.rule_version
    inner join first_paths
        on
            steps.solution_area = first_paths.solution_area
            and steps.version_before = first_paths.rule_version
    left join paths as same_paths
        on
            steps.solution_area = same_paths.solution_area
            and steps.version_before = same_paths.rule_version
            and paths.path = same_paths.path
)

select
    solution_area,
    rule_version,
    version_before,
    path,
    path_before
from new_paths
union all
select
    steps.solution_area,
    steps.rule_version,
    steps.version_before,
    null as path,
    paths.path as path_before
from steps
inner join paths
    on steps.solution_area = paths.solution_area and steps.version_before = paths.rule_version
left join new_paths
    on
        steps.solution_area = new_paths.solution_area
        and steps.rule_version = new_paths.rule_version
        and paths.path = new_paths.path_before
where new_paths.path_before is null
