-- One row per rule version, path and condition of the Customer Eligibility report: what is asked,
-- in words made from the rows of the rules. A metric that a version does not have asks nothing.
with paths as (
    select distinct
        solution_area,
        rule_version,
        path
    from {{ ref('metrics') }}
    inner join {{ ref('int_solution_areas') }} using (solution_area)
),

eligible_names as (
    select
        eligible.solution_area,
        eligible.rule_version,
        eligible.part,
        case eligible.kind when 'product' then 'workloads' else 'associations' end as kind,
        coalesce(product_groups.product_group, eligible.name) as name,
        min(coalesce(product_groups.display_order, eligible.name_rank)) as place
    from {{ ref('int_eligibility_rows') }} as eligible
    left join {{ ref('product_groups') }} as product_groups
        on
            eligible.kind = 'product'
            and eligible.solution_area = product_groups.solution_area
            and eligible.part = product_groups.part
            and eligible.name = product_groups.product
    where eligible.kind in ('product', 'association')
    group by
        eligible.solution_area, eligible.rule_version, eligible.part, eligible.kind,
        coalesce(product_groups.product_group, eligible.name)
),

asked_names as (
    select
        solution_area,
        rule_version,
        part,
        kind,
        'Any of: ' || string_agg(name, ', ' order by place, name) as criteria
    from eligible_names
    group by solution_area, rule_version, part, kind
),

asked_of_tenants as (
    select
        rules.*,
        {{ bounds_words('rules.', money_words) }} as money_asked,
        {{ bounds_words('rules.', rule_number_words) }} as licences_asked,
        {{ of_bounds_words('rules.', money_words) }} as of_money_asked,
        {{ of_bounds_words('rules.', rule_number_words) }} as of_licences_asked,
        case when rules.activity_lower_inclusive then 'at least ' else 'more than ' end
        || {{ rule_number_words('rules.activity_lower * 100') }} || ' %' as share_words,
        {{ rule_number_words('rules.activity_lower * 100') }} || ' %' as share_asked,
        carried_paths.label as carried_path_label
    from {{ ref('int_part_rules') }} as rules
    left join {{ ref('path_labels') }} as carried_paths
        on rules.carried_from_path = carried_paths.path
    where rules.rules_hypothesis = 'reported'
)

select
    row_number() over (
        order by paths.solution_area, paths.rule_version, paths.path, conditions.display_order
    ) as condition_key,
    paths.solution_area,
    paths.rule_version,
    paths.path,
    conditions.display_order as condition_order,
    conditions.parent_condition,
    conditions.condition,
    conditions.label,
    {% for kind in ['workloads', 'associations'] %}
        max(case when conditions.kind = '{{ kind }}' then conditions.label end) over (
            partition by paths.solution_area, paths.rule_version, paths.path, conditions.part
        ) as {{ kind }}_label,
    {% endfor %}
    conditions.kind,
    conditions.part,
    conditions.metric,
    conditions.measured_as,
    rules.rule_key,
    rules.counts,
    rules.unit,
    rules.of_money_asked,
    rules.of_licences_asked,
    rules.share_asked,
    {{ condition_criteria('conditions', 'asked_names', 'rules') }} as criteria
from paths
inner join {{ ref('eligibility_conditions') }} as conditions using (solution_area)
left join asked_names
    on
        paths.solution_area = asked_names.solution_area
        and paths.rule_version = asked_names.rule_version
        and conditions.part = asked_names.part
        and conditions.kind = asked_names.kind
left join asked_of_tenants as rules
    on
        paths.solution_area = rules.solution_area
        and paths.rule_version = rules.rule_version
        and paths.path = rules.path
        and conditions.metric = rules.metric
        and conditions.part = rules.part
where conditions.metric is null or rules.rule_key is not null
