-- One row per solution area that is scored: those that the setting SOLUTION_AREAS names, or all
-- that can be.
select
    solution_area,
    label,
    display_order
from {{ ref('solution_areas') }}
where
    can_be_scored
{# Read while running, never while parsing, so that a parsed project serves every setting. #}
{% set asked = env_var('SOLUTION_AREAS', '') if execute else '' %}
{% if asked %}
    and solution_area in (
        {% for area in asked.split(',') %}
            {{ dbt.string_literal(dbt.escape_single_quotes(area)) }}
            {{- ',' if not loop.last }}
        {% endfor %}
    )
{% endif %}
