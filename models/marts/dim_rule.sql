select
    concat_ws('.', rule_version, path, metric, part, criterion, rule_table, rule_name) as rule_key,
    concat_ws(' ', path, metric, part, criterion, replace(rule_name, '_', ' ')) as label,
    solution_area,
    rule_version,
    rule_table,
    rule_name,
    path,
    metric,
    part,
    criterion,
    rule_value,
    is_inclusive,
    source_id,
    source_place,
    checked_on,
from {{ ref('int_rule_cells') }}
where rule_value is not null
