select
    concat_ws('.', rule_version, path, metric, part, criterion, item, rule_table, rule_name)
        as rule_key,
    concat_ws(' ', path, metric, part, criterion, item, replace(rule_name, '_', ' ')) as label,
    solution_area,
    rule_version,
    rule_table,
    rule_name,
    path,
    metric,
    part,
    criterion,
    item,
    value_text as rule_text,
    rule_value,
    is_inclusive,
    source_id,
    source_place,
    checked_on
from {{ ref('int_rule_cells') }}
