{# What a summary has a column of: the model's contract names them, as metric, part, figure and unit.
   Returns (metric and part in one name, unit) for each column of the figure. #}
{% macro summary_columns(figure) -%}
    {%- set found = [] -%}
    {%- for column in model.columns -%}
        {%- set ends = column.split('_' ~ figure ~ '_') -%}
        {%- if ends | length > 1 -%}{%- do found.append((ends[0], ends[1])) -%}{%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
