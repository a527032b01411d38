-- One row per filled cell of the rule seeds that says something of a score: which rule version,
-- where it applies (path, metric, part, criterion, and the item a list names), the column, its
-- value as text and, where it is one, as a number. Numbers of the rules and the differences of
-- versions are both read from here. That a listed product earns goes without saying: its mode is a
-- cell where it is another one.
{% set tables = [
    {
        'table': 'programme',
        'numbers': ['qualifying_points', 'metric_floor_points', 'baseline_months'],
        'texts': ['metric_floor_inclusive', 'pass_basis', 'path_choice', 'missing_month'],
    },
    {
        'table': 'metrics',
        'keys': ['path', 'metric'],
        'numbers': ['max_points', 'gate_lower'],
        'texts': ['category', 'combine', 'gate_on', 'gate_lower_inclusive'],
    },
    {
        'table': 'metric_parts',
        'keys': ['path', 'metric', 'part'],
        'numbers': [
            'step', 'steps_to_max', 'new_association_months', 'new_association_ratio',
        ],
        'texts': [
            'counts', 'value_measure', 'comparison', 'step_rounding', 'new_association_rule',
        ],
    },
    {
        'table': 'criteria',
        'keys': ['path', 'metric', 'part', 'criterion'],
        'numbers': ['window_months', 'lower', 'upper'],
        'texts': [
            'holds_on', 'measure', 'per_measure', 'window_function', 'lower_inclusive',
            'upper_inclusive', 'carried_from_path', 'carried_by_metric',
        ],
    },
    {
        'table': 'skilling_steps',
        'keys': ['path', 'metric', 'step'],
        'numbers': ['min_people', 'points_once', 'points_at_max', 'max_people'],
        'texts': ['needs_steps', 'same_person'],
    },
    {
        'table': 'step_certifications',
        'keys': ['path', 'metric', 'step'],
        'item': 'certification',
        'texts': ['certification'],
    },
    {
        'table': 'eligible_associations',
        'keys': ['path', 'metric', 'part'],
        'item': 'association',
        'texts': ['association'],
        'places': ['rank'],
    },
    {
        'table': 'eligible_products',
        'keys': ['path', 'metric', 'part'],
        'item': 'product',
        'numbers': ['weight'],
        'texts': ['product', 'mode', 'weight_unit'],
    },
    {'table': 'excluded_offers', 'item': 'offer', 'texts': ['offer']},
    {
        'table': 'partner_classes',
        'keys': ['path'],
        'item': 'measure',
        'numbers': ['unit_lower', 'lower', 'upper'],
        'texts': [
            'measure', 'month_offsets', 'unit_lower_inclusive', 'lower_inclusive',
            'upper_inclusive', 'segment_classes',
        ],
    },
] %}

{% set nothing = 'cast(null as varchar)' %}

with cells as (
    {% for seed in tables %}
        {% set outer_loop = loop %}
        {% set keys = seed.get('keys', []) %}
        {% set numbers = seed.get('numbers', []) %}
        {% set columns = numbers + seed.get('texts', []) + seed.get('places', []) %}
        {% for column in columns %}
            {% set value = "nullif(mode, 'include')" if column == 'mode' else column %}
            select
                solution_area,
                rule_version,
                '{{ seed.table }}' as rule_table,
                '{{ column }}' as rule_name,
                {{ "nullif(path, '*')" if 'path' in keys else nothing }} as path,
                {{ "nullif(metric, '*')" if 'metric' in keys else nothing }} as metric,
                {{
                    'part' if 'part' in keys
                    else "concat('step_', step)" if 'step' in keys
                    else nothing
                }} as part,
                {{ 'criterion' if 'criterion' in keys else nothing }} as criterion,
                {{ seed.item if 'item' in seed else nothing }} as item,
                cast({{ value }} as varchar) as value_text,
                {{ column if column in numbers else 'null' }} as number_value,
                {{
                    column ~ '_inclusive' if column.endswith(('lower', 'upper'))
                    else 'cast(null as boolean)'
                }} as is_inclusive,
                source_id,
                source_place,
                checked_on
            from {{ ref(seed.table) }}
            where {{ value }} is not null
            {{ 'union all' if not (outer_loop.last and loop.last) }}
        {% endfor %}
    {% endfor %}
)

select
    solution_area,
    rule_version,
    rule_table,
    rule_name,
    path,
    metric,
    part,
    criterion,
    item,
    {{ plain_number_text('value_text') }} as value_text,
    cast(number_value as decimal(28, 10)) as rule_value,
    is_inclusive,
    source_id,
    source_place,
    checked_on
from cells
inner join {{ ref('int_solution_areas') }} using (solution_area)
