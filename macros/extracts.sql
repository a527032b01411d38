{# Words of the extracts' own format, as Partner Center Insights spells them (not of the
   programme). #}

{# The datasets whose rows belong to a usage month. #}
{% macro usage_datasets() %}'AzureUsage', 'EMSUsage', 'CPORM365Usage'{% endmacro %}

{# The same as rows, with the part of the metrics that each tells of. #}
{% macro parts_of_datasets() -%}
    (
        values
        ('AzureUsage', 'azure'),
        ('EMSUsage', 'm365'),
        ('CPORM365Usage', 'm365')
    ) as datasets (dataset, part)
{%- endmacro %}

{# EMSUsage has two columns per workload, named by these prefixes; names/workload_names says which
   workload each is. #}
{% macro ems_workload_prefixes() -%}
    {{ return(['aadp', 'intune', 'azip', 'aatp', 'mdo', 'mde']) }}
{%- endmacro %}
