{% set metrics = [
    'net_customer_adds', 'intermediate_certifications', 'advanced_certifications', 'deployments',
    'usage_growth',
] %}
{% set counted_parts = summary_columns('net') %}

with scores as (
    select
        partner_id,
        as_of_month,
        solution_area,
        {% for metric in metrics %}
            {% for column in ['points', 'max_points', 'status'] %}
                max(case when metric = '{{ metric }}' then {{ column }} end)
                    as {{ metric }}_{{ column }},
            {% endfor %}
        {% endfor %}
        path
    from {{ ref('fct_metric_scores') }}
    where is_rule_in_force
    group by partner_id, as_of_month, solution_area, path
),

parts as (
    select
        partner_id,
        as_of_month,
        solution_area,
        {% for metric_part, unit in counted_parts %}
            {% for figure in ['current', 'baseline', 'net'] %}
                max(
                    case
                        when
                            concat(metric, '_', part) = '{{ metric_part }}'
                            and unit in ({{ "'usd'" if unit == 'usd' else "'tenants', 'users'" }})
                            then {{ figure }}_value
                    end
                ) as {{ metric_part }}_{{ figure }}_{{ unit }},
            {% endfor %}
        {% endfor %}
        {% for step in ['step_1', 'step_2', 'step_3'] %}
            cast(
                max(
                    case
                        when part = '{{ step }}' and metric = 'intermediate_certifications'
                            then current_value
                    end
                ) as integer
            )
                as certifications_{{ step }}_people_count,
        {% endfor %}
        path
    from {{ ref('fct_metric_parts') }}
    where is_rule_in_force
    group by partner_id, as_of_month, solution_area, path
)

{% set columns = [] %}
{% for metric in metrics %}
    {% for column in ['points', 'max_points', 'status'] %}
        {% do columns.append('scores.' ~ metric ~ '_' ~ column) %}
    {% endfor %}
    {% for metric_part, unit in counted_parts if metric_part.startswith(metric ~ '_') %}
        {% for figure in ['current', 'baseline', 'net'] %}
            {% do columns.append('parts.' ~ metric_part ~ '_' ~ figure ~ '_' ~ unit) %}
        {% endfor %}
    {% endfor %}
    {% if metric == 'intermediate_certifications' %}
        {% for step in ['step_1', 'step_2', 'step_3'] %}
            {% do columns.append('parts.certifications_' ~ step ~ '_people_count') %}
        {% endfor %}
    {% endif %}
{% endfor %}

select
    totals.partner_id,
    dim_partner.partner_name,
    totals.as_of_month,
    totals.solution_area,
    totals.path,
    dim_path.label as path_label,
    totals.rule_version,
    dim_rule_version.label as rule_version_label,
    totals.total_points,
    totals.total_points_shown,
    totals.qualifying_points,
    totals.qualifies,
    totals.is_best_path,
    totals.history_status,
    totals.skilling_basis,
    {{ columns | join(',\n    ') }}
from {{ ref('fct_designation_scores') }} as totals
inner join scores using (partner_id, as_of_month, solution_area, path)
inner join parts using (partner_id, as_of_month, solution_area, path)
inner join {{ ref('dim_partner') }} as dim_partner using (partner_id)
inner join {{ ref('dim_path') }} as dim_path using (path)
inner join {{ ref('dim_rule_version') }} as dim_rule_version using (solution_area, rule_version)
where totals.is_rule_in_force
