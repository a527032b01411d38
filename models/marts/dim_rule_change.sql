with cells as (
    select
        *,
        concat_ws('.', metric, part, criterion, rule_table, item, rule_name) as place_key
    from {{ ref('int_rule_cells') }}
),

-- Rules that hold on every path stand beside each other once, without a path.
steps as (
    select *
    from {{ ref('int_rule_steps') }}
    union all
    select distinct
        solution_area,
        rule_version,
        version_before,
        null as path,
        null as path_before
    from {{ ref('int_rule_steps') }}
),

before_cells as (
    select
        steps.rule_version,
        steps.version_before,
        steps.path,
        steps.path_before,
        cells.solution_area,
        cells.rule_table,
        cells.rule_name,
        cells.metric,
        cells.part,
        cells.criterion,
        cells.item,
        cells.value_text,
        cells.rule_value,
        cells.source_id,
        cells.source_place,
        cells.place_key
    from steps
    inner join cells
        on
            steps.solution_area = cells.solution_area
            and steps.version_before = cells.rule_version
            and steps.path_before is not distinct from cells.path
),

after_cells as (
    select
        steps.version_before,
        steps.path_before,
        cells.*
    from steps
    inner join cells
        on
            steps.solution_area = cells.solution_area
            and steps.rule_version = cells.rule_version
            and steps.path is not distinct from cells.path
    where not (steps.path is null and steps.path_before is not null)
),

compared as (
    select
        coalesce(after_cells.rule_version, before_cells.rule_version) as rule_version,
        coalesce(after_cells.version_before, before_cells.version_before) as rule_version_before,
        {% for column in [
            'path', 'path_before', 'place_key', 'rule_table', 'rule_name', 'metric', 'part',
            'criterion', 'item',
        ] %}
            coalesce(after_cells.{{ column }}, before_cells.{{ column }}) as {{ column }},
        {% endfor %}
        case
            when before_cells.rule_table is null then 'added'
            when after_cells.rule_table is null then 'removed'
            when before_cells.value_text <> after_cells.value_text then 'changed'
        end as change,
        {% for column in ['value_text', 'rule_value', 'source_id', 'source_place'] %}
            before_cells.{{ column }} as {{ column }}_before,
            after_cells.{{ column }},
        {% endfor %}
        coalesce(after_cells.solution_area, before_cells.solution_area) as solution_area
    from before_cells
    full outer join after_cells
        on
            before_cells.solution_area = after_cells.solution_area
            and before_cells.rule_version = after_cells.rule_version
            and before_cells.path is not distinct from after_cells.path
            and before_cells.path_before is not distinct from after_cells.path_before
            and before_cells.place_key = after_cells.place_key
)

select
    concat_ws('.', rule_version, coalesce(path, path_before), place_key) as change_key,
    concat_ws(' ', path, metric, part, criterion, item, replace(rule_name, '_', ' ')) as label,
    solution_area,
    rule_version,
    rule_version_before,
    change,
    rule_table,
    rule_name,
    path,
    path_before,
    metric,
    part,
    criterion,
    item,
    value_text_before as value_before,
    value_text as value_after,
    rule_value_before,
    rule_value as rule_value_after,
    source_id_before,
    source_place_before,
    source_id,
    source_place
from compared
where change is not null
