select
    rules.solution_area,
    rules.rule_version,
    rules.metric,
    rules.part as product_line,
    rules.usage_basis,
    rules.association_set,
    cast(max(rules.window_months) as integer) as window_months,
    cast(max(rules.baseline_months) as integer) as baseline_months,
    concat_ws(' ', rules.metric, rules.part, 'by', rules.usage_basis) as label,
    'Rules of associations, products and offers, see dim_rule_change and the seeds' as source
from {{ ref('int_part_rules') }} as rules
group by
    rules.solution_area,
    rules.rule_version,
    rules.metric,
    rules.part,
    rules.usage_basis,
    rules.association_set
