{# Metric, part and unit of what score_summary and tenant_summary have columns of. #}
{% macro summary_parts() -%}
    {{ return([
        ('net_customer_adds', 'azure', 'count'),
        ('net_customer_adds', 'm365', 'count'),
        ('deployments', 'azure', 'count'),
        ('deployments', 'm365', 'count'),
        ('usage_growth', 'azure', 'usd'),
        ('usage_growth', 'm365', 'count'),
    ]) }}
{%- endmacro %}
