-- One row per scored pair with a scored month before, and path: the path of the month before that
-- it is compared with. That is the path of the same name, or the only one there was.
with paths as (
    select distinct
        solution_area,
        rule_version,
        path,
    from {{ ref('metrics') }}
),

only_paths as (
    select
        solution_area,
        rule_version,
        min(path) as path,
    from paths
    group by solution_area, rule_version
    having count(*) = 1
)

select
    steps.*,
    paths.path,
    coalesce(same.path, only_paths.path) as prior_path,
from {{ ref('int_score_steps') }} as steps
inner join paths using (solution_area, rule_version)
left join paths as same
    on
        steps.solution_area = same.solution_area
        and steps.prior_rule_version = same.rule_version
        and paths.path = same.path
left join only_paths
    on
        steps.solution_area = only_paths.solution_area
        and steps.prior_rule_version = only_paths.rule_version
where coalesce(same.path, only_paths.path) is not null
