-- One row per scored evaluation with a scored month before, and path: the path of the month
-- before that it is compared with.
select
    steps.*,
    paths.path,
    paths.prior_path
from {{ ref('int_score_steps') }} as steps
inner join {{ ref('int_prior_paths') }} as paths
    using (solution_area, rule_version, prior_rule_version)
