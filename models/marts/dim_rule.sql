{% set tables = [
    ('programme', [], ['qualifying_points', 'metric_floor_points', 'baseline_months']),
    ('metrics', ['path', 'metric'], ['max_points']),
    ('metric_parts', ['path', 'metric', 'part'], ['step', 'steps_to_max']),
    ('criteria', ['path', 'metric', 'part', 'criterion'], ['window_months', 'lower', 'upper']),
    (
        'skilling_steps',
        ['path', 'metric', 'step'],
        ['min_people', 'points_once', 'points_at_max', 'max_people'],
    ),
] %}

with numbers as (
    {% for table, keys, columns in tables %}
        {% set outer_loop = loop %}
        {% for column in columns %}
            select
                solution_area,
                rule_version,
                '{{ table }}' as rule_table,
                '{{ column }}' as rule_name,
                {{ 'path' if 'path' in keys else 'cast(null as varchar)' }} as path,
                {{ 'metric' if 'metric' in keys else 'cast(null as varchar)' }} as metric,
                {{
                    'part' if 'part' in keys
                    else "concat('step_', step)" if 'step' in keys
                    else 'cast(null as varchar)'
                }} as part,
                {{ 'criterion' if 'criterion' in keys else 'cast(null as varchar)' }} as criterion,
                cast({{ column }} as decimal(28, 10)) as rule_value,
                {{
                    column ~ '_inclusive' if column in ('lower', 'upper')
                    else 'cast(null as boolean)'
                }} as is_inclusive,
                source_id,
                source_place,
                checked_on,
            from {{ ref(table) }}
            where {{ column }} is not null
            {{ 'union all' if not (outer_loop.last and loop.last) }}
        {% endfor %}
    {% endfor %}
)

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
from numbers
